// Jobs: work on a thread of its own, one job after the other, each answered by a promise.
//
// Vectors that a job reads or writes are kept alive until it is done.
#pragma once
#include <node_api.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "failure.h"

namespace plateau::cpu {

class Jobs {
 public:
  // What a promise brings.
  using Answer = std::function<napi_value(napi_env)>;

  explicit Jobs(napi_env env);
  // Waits for the job under way; those behind it never end.
  ~Jobs();
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  // A promise of what `work` answers on the thread. `keep` are values that must not be collected before.
  napi_value submit(const std::vector<napi_value>& keep, std::function<Answer()> work);

 private:
  struct Job {
    Jobs* owner;
    napi_deferred deferred;
    std::vector<napi_ref> kept;
    std::function<Answer()> work;
    Answer answer;
    std::optional<Failure> failure;
  };

  void serve();
  static void perform(Job& job);
  static void settle(napi_env env, napi_value, void*, void* data);
  void finish(Job& job);

  napi_env env_;
  napi_threadsafe_function done_ = nullptr;
  std::size_t pending_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Job>> waiting_;
  bool stopping_ = false;
  // Last: it uses the others.
  std::thread thread_;
};

}  // namespace plateau::cpu
