// Pool: threads that share the parts of one piece of work at a time. Parts are handed out one by one, so a thread that the system takes
// away costs only the part that it holds. The caller takes part. Waiting is a few microseconds of spinning, then sleep.
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

namespace plateau::cpu {

class Pool {
 public:
  // `threads` with the caller: 1 starts none. Fewer than 1 throws std::invalid_argument.
  explicit Pool(int threads);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  int threads() const { return static_cast<int>(workers_.size()) + 1; }

  // Calls work(part, thread) for each part in [0, parts), in any order; `thread` in [0, threads()) is the caller's own for the time of the
  // call, so that it may use scratch of that number. Returns when all are done. The first exception of a part is thrown again here; parts
  // that were not begun by then are left out. Not from within a part and not from two threads at once: std::logic_error.
  template <class Work>
  void run(std::int64_t parts, Work&& work) {
    using Function = std::remove_reference_t<Work>;
    start({parts, const_cast<void*>(static_cast<const void*>(&work)),
           [](void* function, std::int64_t part, int thread) { (*static_cast<Function*>(function))(part, thread); }});
  }

 private:
  struct Job {
    std::int64_t parts;
    void* function;
    void (*call)(void* function, std::int64_t part, int thread);
  };

  void start(const Job& job);
  void share(const Job& job);
  void serve(int thread);
  void work(int thread);
  bool join(std::uint64_t& served);
  void leave();
  void awaitJob(std::uint64_t served);

  Job job_{};
  std::exception_ptr failure_;
  std::atomic<bool> busy_{false};
  std::atomic<std::int64_t> next_{0};
  // Number of the job (upper half), whether it is open to more threads, and how many workers are in it.
  std::atomic<std::uint64_t> state_{0};
  std::atomic<int> sleeping_{0};
  std::mutex mutex_;
  std::condition_variable opened_;
  std::condition_variable left_;
  std::atomic<bool> stopping_{false};
  // Last: they use the others.
  std::vector<std::thread> workers_;
};

}  // namespace plateau::cpu
