// Steps that walk along rows number by number: where the largest is, the k largest, sums so far. All rows lie side by side.
#include <algorithm>
#include <cstring>
#include <numeric>

#include "step.h"

namespace plateau::cpu {

namespace {

// Rows × columns, shared by rows.
class RowsStep : public Step {
 public:
  explicit RowsStep(PlanReader& reader) : rows_(reader.size()), columns_(reader.size()) {}

  void run(Context& context) override {
    const auto band = std::max<std::int64_t>(1, worthAThread / std::max<std::int64_t>(1, columns_));
    context.pool.run((rows_ + band - 1) / band, [&](std::int64_t part, int) {
      for (auto row = part * band; row < std::min(rows_, (part + 1) * band); row++) runRow(context, row);
    });
  }

 protected:
  virtual void runRow(const Context& context, std::int64_t row) const = 0;
  std::int64_t rows_, columns_;
};

// The first place of the largest number, or of the smallest.
class ExtremeStep : public RowsStep {
 public:
  explicit ExtremeStep(PlanReader& reader)
      : RowsStep(reader), smallest_(reader.flag()), whole_(reader.flag()), from_(reader.place(rows_ * columns_)), to_(reader.place(rows_)) {
    if (columns_ == 0) reader.refuse("rows without numbers have no largest one");
  }

 private:
  void runRow(const Context& context, std::int64_t row) const override {
    context.wholeAt(to_)[row] = whole_ ? find(context.wholeAt(from_) + row * columns_) : find(context.at(from_) + row * columns_);
  }
  template <class Number>
  std::int32_t find(const Number* numbers) const {
    const Number* end = numbers + columns_;
    return static_cast<std::int32_t>((smallest_ ? std::min_element(numbers, end) : std::max_element(numbers, end)) - numbers);
  }

  bool smallest_, whole_;
  Place from_, to_;
};

// The k largest in descending order, of equal ones the first, and their places.
class TopStep : public RowsStep {
 public:
  explicit TopStep(PlanReader& reader)
      : RowsStep(reader), k_(reader.integer(0, columns_)), whole_(reader.flag()), from_(reader.place(rows_ * columns_)),
        values_(reader.place(rows_ * k_)), indices_(reader.place(rows_ * k_)) {}

 private:
  void runRow(const Context& context, std::int64_t row) const override {
    if (whole_) find(context.wholeAt(from_), context.wholeAt(values_), context.wholeAt(indices_), row);
    else find(context.at(from_), context.at(values_), context.wholeAt(indices_), row);
  }
  template <class Number>
  void find(const Number* from, Number* values, std::int32_t* indices, std::int64_t row) const {
    const Number* numbers = from + row * columns_;
    std::vector<std::int32_t> order(static_cast<std::size_t>(columns_));
    std::iota(order.begin(), order.end(), 0);
    std::partial_sort(order.begin(), order.begin() + k_, order.end(), [numbers](std::int32_t a, std::int32_t b) {
      return numbers[a] > numbers[b] || (numbers[a] == numbers[b] && a < b);
    });
    for (std::int64_t i = 0; i < k_; i++) {
      indices[row * k_ + i] = order[static_cast<std::size_t>(i)];
      values[row * k_ + i] = numbers[order[static_cast<std::size_t>(i)]];
    }
  }

  std::int64_t k_;
  bool whole_;
  Place from_, values_, indices_;
};

// Sums of the numbers so far, with or without the number itself, from the left or from the right.
class CumulativeStep : public RowsStep {
 public:
  explicit CumulativeStep(PlanReader& reader)
      : RowsStep(reader), exclusive_(reader.flag()), reverse_(reader.flag()), whole_(reader.flag()), from_(reader.place(rows_ * columns_)),
        to_(reader.place(rows_ * columns_)) {}

 private:
  void runRow(const Context& context, std::int64_t row) const override {
    if (whole_) add(context.wholeAt(from_) + row * columns_, context.wholeAt(to_) + row * columns_);
    else add(context.at(from_) + row * columns_, context.at(to_) + row * columns_);
  }
  template <class Number>
  void add(const Number* from, Number* to) const {
    Number sum{};
    for (std::int64_t i = 0; i < columns_; i++) {
      const auto at = reverse_ ? columns_ - 1 - i : i;
      const Number value = from[at];
      to[at] = exclusive_ ? sum : sum + value;
      sum += value;
    }
  }

  bool exclusive_, reverse_, whole_;
  Place from_, to_;
};

}  // namespace

std::unique_ptr<Step> readExtremeStep(PlanReader& reader) { return std::make_unique<ExtremeStep>(reader); }
std::unique_ptr<Step> readTopStep(PlanReader& reader) { return std::make_unique<TopStep>(reader); }
std::unique_ptr<Step> readCumulativeStep(PlanReader& reader) { return std::make_unique<CumulativeStep>(reader); }

}  // namespace plateau::cpu
