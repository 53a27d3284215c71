// Machine: what an engine computes with: threads, scratch memory, and an arena in which one call after the other has its values.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "plan.h"

namespace plateau::cpu {

class Machine {
 public:
  Machine(int threads, Isa isa);

  // @return the plan's number. Makes room for it, so that what is too large fails here.
  std::uint32_t add(const std::vector<double>& numbers, std::string constants);
  // @return times as Plan::run, empty if not asked for
  std::vector<double> run(std::uint32_t plan, const std::vector<Vector>& vectors, bool timed);

 private:
  struct Free {
    void operator()(float* memory) const;
  };

  void makeRoom(std::int64_t length);

  Pool pool_;
  Workspace workspace_, registers_;
  const Kernel* kernels_;
  std::unique_ptr<float[], Free> arena_;
  std::int64_t arenaLength_ = 0;
  std::map<std::uint32_t, Plan> plans_;
  std::uint32_t next_ = 1;
};

}  // namespace plateau::cpu
