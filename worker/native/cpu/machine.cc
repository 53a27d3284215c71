#include "machine.h"

#include <cstdlib>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace plateau::cpu {

namespace {

// Large pages: a call walks through all of the arena.
constexpr std::size_t pageBytes = std::size_t{1} << 21;

const Kernel* kernelsFor(Isa isa) {
#if defined(__x86_64__)
  if (isa == Isa::avx512) return avx512Kernels();
  if (isa == Isa::avx2) return avx2Kernels();
#endif
  return isa == Isa::plain ? plainKernels() : nullptr;
}

}  // namespace

void Machine::Free::operator()(float* memory) const { std::free(memory); }

Machine::Machine(int threads, Isa isa) : pool_(threads), workspace_(isa), registers_(isa), kernels_(kernelsFor(isa)) {}

std::uint32_t Machine::add(const std::vector<double>& numbers, std::string constants) {
  Plan plan(numbers, std::move(constants));
  makeRoom(plan.arenaLength());
  plans_.emplace(next_, std::move(plan));
  return next_++;
}

void Machine::makeRoom(std::int64_t length) {
  if (length <= arenaLength_) return;
  arena_.reset();
  arenaLength_ = 0;
  const auto bytes = (4 * static_cast<std::size_t>(length) + pageBytes - 1) / pageBytes * pageBytes;
  arena_.reset(static_cast<float*>(std::aligned_alloc(pageBytes, bytes)));
  if (!arena_) throw std::bad_alloc();
#if defined(__linux__)
  // Advice: without it all is the same, but slower.
  madvise(arena_.get(), bytes, MADV_HUGEPAGE);
#endif
  arenaLength_ = length;
}

std::vector<double> Machine::run(std::uint32_t plan, const std::vector<Vector>& vectors, bool timed) {
  auto found = plans_.find(plan);
  if (found == plans_.end()) throw Failure("E_ARGUMENT", "there is no plan of that number");
  const auto lengths = found->second.vectorLengths();
  if (vectors.size() != lengths.size()) throw Failure("E_ARGUMENT", "the plan takes another number of vectors");
  for (std::size_t i = 0; i < lengths.size(); i++) {
    if (vectors[i].length != lengths[i]) throw Failure("E_ARGUMENT", "a vector has another length than the plan says");
  }
  makeRoom(found->second.arenaLength());
  Context context{pool_, workspace_, kernels_, registers_, {}};
  std::vector<double> times;
  found->second.run(context, arena_.get(), vectors, timed ? &times : nullptr);
  return times;
}

}  // namespace plateau::cpu
