// Session: a client on a thread of its own, spoken to from JavaScript by promises.
//
// Each call becomes a job: its work runs on the session's thread, its promise is settled on JavaScript's. Vectors that the work reads
// or writes are kept alive until then.
#pragma once
#include <node_api.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client.h"
#include "failure.h"
#include "queue.h"

namespace plateau {

class Session {
 public:
  // What a job does on the session's thread, and what its promise brings.
  using Answer = std::function<napi_value(napi_env)>;
  using Work = std::function<Answer(Client&)>;

  explicit Session(napi_env env);
  // Waits for the job under way; the others never end. The client is destroyed.
  ~Session();

  // Makes the client, of which the promise brings a description.
  napi_value open(const OpenOptions& options, std::function<Answer(const Client&)> describe);
  // A promise of what `work` answers. `keep` are values that must not be collected before.
  napi_value ask(const std::vector<napi_value>& keep, Work work);
  // Frees all that the client holds.
  napi_value close();

 private:
  struct Job {
    Session* session;
    napi_deferred deferred;
    std::vector<napi_ref> kept;
    std::function<Answer()> work;
    Answer answer;
    std::optional<Failure> failure;
  };

  static void settle(napi_env env, napi_value, void*, void* data);
  napi_value submit(const std::vector<napi_value>& keep, std::function<Answer()> work);
  void perform(const std::shared_ptr<Job>& job);
  void finish(napi_env env, Job& job);

  napi_env env_;
  napi_threadsafe_function done_ = nullptr;
  size_t pending_ = 0;
  std::unique_ptr<Client> client_;
  // Last: its thread uses the others, and ends first.
  std::unique_ptr<Queue> queue_;
};

}  // namespace plateau
