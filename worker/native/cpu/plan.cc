#include "plan.h"

#include <chrono>

namespace plateau::cpu {

namespace {

// In the numbering of the plan's writer (worker/src/engine/native-cpu/plan/encode.ts).
constexpr std::unique_ptr<Step> (*readers[])(PlanReader&) = {readTileStep,       readProductStep, readGatherStep, readScatterAddStep,
                                                             readScatterSetStep, readExtremeStep, readTopStep,    readCumulativeStep,
                                                             readRandomStep,     readAttentionStep,   readAttentionBackwardStep};

double now() {
  return static_cast<double>(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count());
}

}  // namespace

std::unique_ptr<Step> readStep(PlanReader& reader) {
  return readers[reader.integer(0, static_cast<std::int64_t>(std::size(readers)) - 1)](reader);
}

Plan::Plan(const std::vector<double>& numbers, std::string constants) : constants_(std::move(constants)) {
  PlanReader reader(numbers.data(), numbers.size());
  for (auto left = reader.integer(2, std::int64_t{1} << 32); left > 0; left--) sizes_.push_back(reader.size());
  if (sizes_[1] * 4 > static_cast<std::int64_t>(constants_.size())) reader.refuse("there are fewer constants than it says");
  reader.setBuffers(sizes_);
  const auto count = reader.integer(0, std::int64_t{1} << 32);
  for (std::int64_t step = 0; step < count; step++) {
    reader.setStep(step);
    steps_.push_back(readStep(reader));
  }
  if (!reader.atEnd()) reader.refuse("numbers are left over");
}

void Plan::run(Context& context, float* arena, const std::vector<Vector>& vectors, std::vector<double>* times) {
  context.buffers = {arena, reinterpret_cast<float*>(constants_.data())};
  for (const auto& vector : vectors) context.buffers.push_back(vector.data);
  if (times) times->push_back(now());
  for (const auto& step : steps_) {
    step->run(context);
    if (times) times->push_back(now());
  }
}

}  // namespace plateau::cpu
