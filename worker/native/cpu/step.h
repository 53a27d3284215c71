// Step: one piece of a plan's work. Its constructor reads and checks it, `run` does it, with all threads.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "operations.h"
#include "plan-reader.h"
#include "pool.h"
#include "workspace.h"

namespace plateau::cpu {

// What a step computes with: the memory of this call and the engine's threads.
struct Context {
  Pool& pool;
  Workspace& workspace;
  // By Operation, for this machine's instructions.
  const Kernel* kernels;
  // Of products and tiles each.
  Workspace& registers;
  std::vector<float*> buffers;

  float* at(const Place& place) const { return buffers[static_cast<std::size_t>(place.buffer)] + place.offset; }
  std::int32_t* wholeAt(const Place& place) const { return reinterpret_cast<std::int32_t*>(at(place)); }
};

class Step {
 public:
  virtual ~Step() = default;
  virtual void run(Context& context) = 0;
};

// By the number that the plan begins each with.
std::unique_ptr<Step> readStep(PlanReader& reader);

std::unique_ptr<Step> readTileStep(PlanReader& reader);
std::unique_ptr<Step> readProductStep(PlanReader& reader);
std::unique_ptr<Step> readGatherStep(PlanReader& reader);
std::unique_ptr<Step> readScatterAddStep(PlanReader& reader);
std::unique_ptr<Step> readScatterSetStep(PlanReader& reader);
std::unique_ptr<Step> readExtremeStep(PlanReader& reader);
std::unique_ptr<Step> readTopStep(PlanReader& reader);
std::unique_ptr<Step> readCumulativeStep(PlanReader& reader);
std::unique_ptr<Step> readRandomStep(PlanReader& reader);
std::unique_ptr<Step> readAttentionStep(PlanReader& reader);
std::unique_ptr<Step> readAttentionBackwardStep(PlanReader& reader);

// Numbers that a thread should at least have to work on: waking another one costs microseconds.
constexpr std::int64_t worthAThread = 8192;

}  // namespace plateau::cpu
