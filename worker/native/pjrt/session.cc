#include "session.h"

#include "values.h"

namespace plateau {

using namespace values;

Session::Session(napi_env env) : env_(env) {
  ok(napi_create_threadsafe_function(env, nullptr, nullptr, fromString(env, "plateau-pjrt"), 0, 1, nullptr, nullptr, nullptr, settle,
                                     &done_),
     "a thread-safe function");
  // Only a job under way keeps the process alive.
  ok(napi_unref_threadsafe_function(env, done_), "a thread-safe function");
  queue_ = std::make_unique<Queue>();
}

Session::~Session() {
  queue_.reset();
  client_.reset();
  napi_release_threadsafe_function(done_, napi_tsfn_release);
}

napi_value Session::open(const OpenOptions& options, std::function<Answer(const Client&)> describe) {
  return submit({}, [this, options, describe] {
    client_ = std::make_unique<Client>(options);
    return describe(*client_);
  });
}

napi_value Session::ask(const std::vector<napi_value>& keep, Work work) {
  return submit(keep, [this, work] {
    if (client_ == nullptr) throw Failure("E_CLOSED", "the client is closed");
    return work(*client_);
  });
}

napi_value Session::close() {
  return submit({}, [this]() -> Answer {
    client_.reset();
    return undefined;
  });
}

napi_value Session::submit(const std::vector<napi_value>& keep, std::function<Answer()> work) {
  auto job = std::make_shared<Job>();
  job->session = this;
  job->work = std::move(work);
  for (auto value : keep) {
    napi_ref reference;
    ok(napi_create_reference(env_, value, 1, &reference), "an object");
    job->kept.push_back(reference);
  }
  napi_value promise;
  ok(napi_create_promise(env_, &job->deferred, &promise), "a promise");
  if (pending_++ == 0) ok(napi_ref_threadsafe_function(env_, done_), "a thread-safe function");
  // Jobs that are dropped at the end leave their references to the environment, which goes away too.
  queue_->push([this, job] { perform(job); });
  return promise;
}

void Session::perform(const std::shared_ptr<Job>& job) {
  try {
    job->answer = job->work();
  } catch (const Failure& failure) {
    job->failure = failure;
  } catch (const std::bad_alloc&) {
    job->failure = Failure("RESOURCE_EXHAUSTED", "the host has no memory left");
  } catch (const std::exception& error) {
    job->failure = Failure("UNKNOWN", error.what());
  }
  auto* handed = new std::shared_ptr<Job>(job);
  if (napi_call_threadsafe_function(done_, handed, napi_tsfn_blocking) != napi_ok) delete handed;
}

void Session::settle(napi_env env, napi_value, void*, void* data) {
  std::unique_ptr<std::shared_ptr<Job>> job(static_cast<std::shared_ptr<Job>*>(data));
  // Without one, the environment is going away.
  if (env != nullptr) (*job)->session->finish(env, **job);
}

void Session::finish(napi_env env, Job& job) {
  for (auto reference : job.kept) napi_delete_reference(env, reference);
  if (--pending_ == 0) napi_unref_threadsafe_function(env, done_);
  if (!job.failure) {
    napi_resolve_deferred(env, job.deferred, job.answer(env));
    return;
  }
  napi_value error;
  napi_create_error(env, fromString(env, job.failure->code), fromString(env, job.failure->what()), &error);
  napi_reject_deferred(env, job.deferred, error);
}

}  // namespace plateau
