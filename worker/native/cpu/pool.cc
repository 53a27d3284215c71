#include "pool.h"

#include <chrono>
#include <stdexcept>

namespace plateau::cpu {
namespace {

constexpr std::uint64_t workersInside = 0xffff;
constexpr std::uint64_t open = 1 << 16;
constexpr int numberShift = 32;

std::uint64_t numberOf(std::uint64_t state) { return state >> numberShift; }

void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Long enough for the next step of a plan to begin, short enough to leave a shared machine alone.
constexpr auto patience = std::chrono::microseconds(5);

template <class Condition>
bool spinUntil(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + patience;
  do {
    for (int i = 0; i < 16; i++) {
      if (condition()) return true;
      pause();
    }
  } while (std::chrono::steady_clock::now() < end);
  return condition();
}

}  // namespace

Pool::Pool(int threads) {
  if (threads < 1) throw std::invalid_argument("a pool has at least one thread");
  for (int i = 1; i < threads; i++) workers_.emplace_back([this, i] { serve(i); });
}

Pool::~Pool() {
  {
    std::lock_guard lock(mutex_);
    stopping_.store(true);
  }
  opened_.notify_all();
  for (auto& worker : workers_) worker.join();
}

void Pool::start(const Job& job) {
  if (job.parts <= 0) return;
  if (busy_.exchange(true)) throw std::logic_error("a pool does one piece of work at a time");
  failure_ = nullptr;
  next_.store(0, std::memory_order_relaxed);
  job_ = job;
  if (workers_.empty() || job.parts == 1) {
    work(0);
  } else {
    share(job);
  }
  const auto failure = failure_;
  busy_.store(false);
  if (failure) std::rethrow_exception(failure);
}

void Pool::share(const Job& job) {
  state_.store(((numberOf(state_.load()) + 1) << numberShift) | open);
  if (sleeping_.load() > 0) {
    // A worker on its way to sleep holds the lock: without it, it would miss this.
    { std::lock_guard lock(mutex_); }
    if (job.parts > static_cast<std::int64_t>(workers_.size())) {
      opened_.notify_all();
    } else {
      for (std::int64_t i = 1; i < job.parts; i++) opened_.notify_one();
    }
  }
  work(0);
  // Workers that come now find the door closed; only those inside are waited for.
  state_.fetch_and(~open);
  const auto empty = [this] { return (state_.load() & workersInside) == 0; };
  if (spinUntil(empty)) return;
  std::unique_lock lock(mutex_);
  left_.wait(lock, empty);
}

void Pool::work(int thread) {
  const Job job = job_;
  try {
    for (;;) {
      const auto part = next_.fetch_add(1, std::memory_order_relaxed);
      if (part >= job.parts) return;
      job.call(job.function, part, thread);
    }
  } catch (...) {
    next_.store(job.parts);
    std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
  }
}

void Pool::serve(int thread) {
  std::uint64_t served = 0;
  for (;;) {
    if (join(served)) {
      work(thread);
      leave();
    } else {
      awaitJob(served);
      if (stopping_.load()) return;
    }
  }
}

// Enters the job that is open, unless it was served before.
bool Pool::join(std::uint64_t& served) {
  auto state = state_.load();
  while ((state & open) != 0 && numberOf(state) != served) {
    if (!state_.compare_exchange_weak(state, state + 1)) continue;
    served = numberOf(state);
    return true;
  }
  return false;
}

void Pool::leave() {
  const auto state = state_.fetch_sub(1) - 1;
  if ((state & (workersInside | open)) != 0) return;
  { std::lock_guard lock(mutex_); }
  left_.notify_one();
}

void Pool::awaitJob(std::uint64_t served) {
  const auto ready = [this, served] {
    const auto state = state_.load();
    return (state & open) != 0 && numberOf(state) != served;
  };
  if (spinUntil(ready)) return;
  std::unique_lock lock(mutex_);
  sleeping_.fetch_add(1);
  opened_.wait(lock, [&] { return stopping_.load() || ready(); });
  sleeping_.fetch_sub(1);
}

}  // namespace plateau::cpu
