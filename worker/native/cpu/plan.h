// Plan: a program ready to be called: its steps, its constants, and what it takes in memory.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "step.h"

namespace plateau::cpu {

// A piece of memory of the caller's.
struct Vector {
  float* data;
  std::int64_t length;
};

class Plan {
 public:
  // Refuses with E_PLAN what would reach beyond its memory.
  Plan(const std::vector<double>& numbers, std::string constants);

  std::int64_t arenaLength() const { return sizes_[0]; }
  // Lengths of the vectors that a call brings.
  std::vector<std::int64_t> vectorLengths() const { return {sizes_.begin() + 2, sizes_.end()}; }

  // One call. With `times`: nanoseconds at its beginning and at the end of each step.
  void run(Context& context, float* arena, const std::vector<Vector>& vectors, std::vector<double>* times);

 private:
  std::string constants_;
  std::vector<std::int64_t> sizes_;
  std::vector<std::unique_ptr<Step>> steps_;
};

}  // namespace plateau::cpu
