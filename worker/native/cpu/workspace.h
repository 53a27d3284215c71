// Workspace: scratch memory of products and attention, kept from call to call, and the instruction set that they compute with. One caller
// at a time.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

#include "isa.h"

namespace plateau::cpu {

// Floats on a boundary of 64 bytes; grows, keeps nothing when it does.
class Scratch {
 public:
  float* atLeast(std::int64_t count) {
    if (count > capacity_) {
      memory_.reset();
      memory_.reset(new (std::align_val_t{64}) float[static_cast<std::size_t>(count)]);
      capacity_ = count;
    }
    return memory_.get();
  }
  std::int64_t bytes() const { return capacity_ * 4; }

 private:
  struct Free {
    void operator()(float* memory) const { operator delete[](memory, std::align_val_t{64}); }
  };
  std::unique_ptr<float[], Free> memory_;
  std::int64_t capacity_ = 0;
};

class Workspace {
 public:
  explicit Workspace(Isa isa = bestIsa()) : isa_(isa) {}

  Isa isa() const { return isa_; }
  // What all threads of a call read.
  float* shared(std::int64_t count) { return shared_.atLeast(count); }
  // Makes room for each thread before they start: own(thread) is then `count` floats.
  void prepareOwn(int threads, std::int64_t count) {
    if (own_.size() < static_cast<std::size_t>(threads)) own_.resize(static_cast<std::size_t>(threads));
    for (auto& scratch : own_) scratch.atLeast(count);
  }
  float* own(int thread) { return own_[static_cast<std::size_t>(thread)].atLeast(0); }
  std::int64_t bytes() const {
    auto sum = shared_.bytes();
    for (const auto& scratch : own_) sum += scratch.bytes();
    return sum;
  }

 private:
  Isa isa_;
  Scratch shared_;
  std::vector<Scratch> own_;
};

}  // namespace plateau::cpu
