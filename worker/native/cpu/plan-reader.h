// PlanReader: the plan as JavaScript wrote it, a list of numbers, and the checks that no step may reach beyond its memory. A plan that
// breaks a rule is refused as a whole, before anything runs.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "failure.h"

namespace plateau::cpu {

// Where numbers begin: element `offset` of a buffer. Buffer 0 is the arena, 1 the constants, the others are the caller's vectors.
struct Place {
  int buffer;
  std::int64_t offset;
};

class PlanReader {
 public:
  PlanReader(const double* numbers, std::size_t count) : numbers_(numbers), count_(count) {}

  // Elements of each buffer; to be known before steps are read.
  void setBuffers(std::vector<std::int64_t> sizes) { sizes_ = std::move(sizes); }
  // For messages.
  void setStep(std::int64_t step) { step_ = step; }

  bool atEnd() const { return next_ == count_; }
  double real() {
    if (next_ == count_) refuse("it ends too early");
    return numbers_[next_++];
  }
  std::int64_t integer() {
    const double value = real();
    const auto whole = static_cast<std::int64_t>(value);
    if (!(value >= -9e15 && value <= 9e15) || static_cast<double>(whole) != value) refuse("a number is not whole");
    return whole;
  }
  std::int64_t integer(std::int64_t low, std::int64_t high) {
    const auto value = integer();
    if (value < low || value > high) refuse("a number is out of range");
    return value;
  }
  std::int64_t size() { return integer(0, std::int64_t{1} << 52); }
  bool flag() { return integer(0, 1) == 1; }
  std::vector<std::int64_t> integers(std::int64_t count) {
    std::vector<std::int64_t> list;
    for (std::int64_t i = 0; i < count; i++) list.push_back(integer());
    return list;
  }

  Place place() {
    const auto buffer = static_cast<int>(integer(0, static_cast<std::int64_t>(sizes_.size()) - 1));
    return {buffer, integer()};
  }
  // A place from which `count` elements follow.
  Place place(std::int64_t count) {
    const auto found = place();
    check(found, {count}, {1});
    return found;
  }
  // That all elements of a strided piece lie in its buffer.
  void check(const Place& place, const std::vector<std::int64_t>& dimensions, const std::vector<std::int64_t>& strides) const {
    __int128 low = place.offset, high = place.offset;
    for (std::size_t i = 0; i < dimensions.size(); i++) {
      if (dimensions[i] == 0) return;
      const __int128 reach = static_cast<__int128>(dimensions[i] - 1) * strides[i];
      (reach < 0 ? low : high) += reach;
    }
    if (low < 0 || high >= sizes_[static_cast<std::size_t>(place.buffer)]) refuse("it reaches beyond its memory");
  }

  [[noreturn]] void refuse(const std::string& why) const {
    throw Failure("E_PLAN", "the plan cannot be carried out: in step " + std::to_string(step_) + " " + why);
  }

 private:
  const double* numbers_;
  std::size_t count_;
  std::size_t next_ = 0;
  std::vector<std::int64_t> sizes_;
  std::int64_t step_ = 0;
};

}  // namespace plateau::cpu
