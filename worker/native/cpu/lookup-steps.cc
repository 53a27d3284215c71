// Steps that read or write rows at indices.
#include <algorithm>
#include <cstring>
#include <string>

#include "step.h"

namespace plateau::cpu {

namespace {

[[noreturn]] void refuseIndex(std::int64_t index, std::int64_t count) {
  throw Failure("E_INDEX", "the index " + std::to_string(index) + " is outside of the " + std::to_string(count) + " there are");
}

std::size_t bytes(std::int64_t count) { return 4 * static_cast<std::size_t>(count); }

// from [outer, length, inner], indices [count] → to [outer, count, inner]
class GatherStep : public Step {
 public:
  explicit GatherStep(PlanReader& reader)
      : outer_(reader.size()), length_(reader.size()), count_(reader.size()), inner_(reader.size()),
        from_(reader.place(outer_ * length_ * inner_)), indices_(reader.place(count_)), to_(reader.place(outer_ * count_ * inner_)) {}

  void run(Context& context) override {
    const auto rows = outer_ * count_;
    const float* from = context.at(from_);
    const std::int32_t* indices = context.wholeAt(indices_);
    float* to = context.at(to_);
    for (std::int64_t i = 0; i < count_; i++) if (indices[i] < 0 || indices[i] >= length_) refuseIndex(indices[i], length_);
    const auto band = std::max<std::int64_t>(1, worthAThread / std::max<std::int64_t>(1, inner_));
    context.pool.run((rows + band - 1) / band, [&](std::int64_t part, int) {
      for (auto row = part * band; row < std::min(rows, (part + 1) * band); row++) {
        const auto source = row / count_ * length_ + indices[row % count_];
        std::memcpy(to + row * inner_, from + source * inner_, bytes(inner_));
      }
    });
  }

 private:
  std::int64_t outer_, length_, count_, inner_;
  Place from_, indices_, to_;
};

// to [length, inner] = 0; to[indices[i]] += from[i], in the order of i. Threads share columns, so none waits for another.
class ScatterAddStep : public Step {
 public:
  explicit ScatterAddStep(PlanReader& reader)
      : length_(reader.size()), count_(reader.size()), inner_(reader.size()), skips_(reader.flag()), whole_(reader.flag()),
        from_(reader.place(count_ * inner_)), indices_(reader.place(count_)), to_(reader.place(length_ * inner_)) {}

  void run(Context& context) override {
    const std::int32_t* indices = context.wholeAt(indices_);
    if (!skips_) {
      for (std::int64_t i = 0; i < count_; i++) if (indices[i] < 0 || indices[i] >= length_) refuseIndex(indices[i], length_);
    }
    const bool isSmall = (count_ + length_) * inner_ <= worthAThread;
    const auto band = isSmall ? inner_ : std::min<std::int64_t>(inner_, 64);
    if (band == 0) return;
    context.pool.run((inner_ + band - 1) / band, [&](std::int64_t part, int) {
      const auto column = part * band, columns = std::min(band, inner_ - column);
      if (whole_) add(context.wholeAt(to_) + column, context.wholeAt(from_) + column, indices, columns);
      else add(context.at(to_) + column, context.at(from_) + column, indices, columns);
    });
  }

 private:
  template <class Number>
  void add(Number* to, const Number* from, const std::int32_t* indices, std::int64_t columns) const {
    for (std::int64_t row = 0; row < length_; row++) std::fill_n(to + row * inner_, columns, Number{});
    for (std::int64_t i = 0; i < count_; i++) {
      if (indices[i] < 0 || indices[i] >= length_) continue;
      Number* sum = to + indices[i] * inner_;
      const Number* row = from + i * inner_;
      for (std::int64_t c = 0; c < columns; c++) sum[c] += row[c];
    }
  }

  std::int64_t length_, count_, inner_;
  bool skips_, whole_;
  Place from_, indices_, to_;
};

// to = before; to[indices[i]] = from[i], in the order of i.
class ScatterSetStep : public Step {
 public:
  explicit ScatterSetStep(PlanReader& reader)
      : length_(reader.size()), count_(reader.size()), inner_(reader.size()), before_(reader.place(length_ * inner_)),
        from_(reader.place(count_ * inner_)), indices_(reader.place(count_)), to_(reader.place(length_ * inner_)) {}

  void run(Context& context) override {
    float* to = context.at(to_);
    const float* before = context.at(before_);
    const std::int32_t* indices = context.wholeAt(indices_);
    if (to != before) std::memcpy(to, before, bytes(length_ * inner_));
    for (std::int64_t i = 0; i < count_; i++) {
      if (indices[i] < 0 || indices[i] >= length_) refuseIndex(indices[i], length_);
      std::memcpy(to + indices[i] * inner_, context.at(from_) + i * inner_, bytes(inner_));
    }
  }

 private:
  std::int64_t length_, count_, inner_;
  Place before_, from_, indices_, to_;
};

}  // namespace

std::unique_ptr<Step> readGatherStep(PlanReader& reader) { return std::make_unique<GatherStep>(reader); }
std::unique_ptr<Step> readScatterAddStep(PlanReader& reader) { return std::make_unique<ScatterAddStep>(reader); }
std::unique_ptr<Step> readScatterSetStep(PlanReader& reader) { return std::make_unique<ScatterSetStep>(reader); }

}  // namespace plateau::cpu
