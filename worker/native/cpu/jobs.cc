#include "jobs.h"

#include "values.h"

namespace plateau::cpu {

Jobs::Jobs(napi_env env) : env_(env) {
  ok(napi_create_threadsafe_function(env, nullptr, nullptr, fromString(env, "plateau-cpu"), 0, 1, nullptr, nullptr, nullptr, settle, &done_),
     "a thread-safe function");
  // Only a job under way keeps the process alive.
  ok(napi_unref_threadsafe_function(env, done_), "a thread-safe function");
  thread_ = std::thread([this] { serve(); });
}

Jobs::~Jobs() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
  napi_release_threadsafe_function(done_, napi_tsfn_release);
}

napi_value Jobs::submit(const std::vector<napi_value>& keep, std::function<Answer()> work) {
  auto job = std::make_unique<Job>();
  job->owner = this;
  job->work = std::move(work);
  for (auto value : keep) {
    napi_ref reference;
    ok(napi_create_reference(env_, value, 1, &reference), "an object");
    job->kept.push_back(reference);
  }
  napi_value promise;
  ok(napi_create_promise(env_, &job->deferred, &promise), "a promise");
  if (pending_++ == 0) ok(napi_ref_threadsafe_function(env_, done_), "a thread-safe function");
  {
    std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(job));
  }
  changed_.notify_one();
  return promise;
}

void Jobs::serve() {
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    auto job = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    perform(*job);
    if (napi_call_threadsafe_function(done_, job.get(), napi_tsfn_blocking) == napi_ok) job.release();
  }
}

void Jobs::perform(Job& job) {
  try {
    job.answer = job.work();
  } catch (const Failure& failure) {
    job.failure = failure;
  } catch (const std::bad_alloc&) {
    job.failure = Failure("E_NO_MEMORY", "the machine has not the memory that it takes");
  } catch (const std::exception& error) {
    job.failure = Failure("E_FAILED", error.what());
  }
  // What it holds is freed here, not on JavaScript's thread.
  job.work = nullptr;
}

void Jobs::settle(napi_env env, napi_value, void*, void* data) {
  std::unique_ptr<Job> job(static_cast<Job*>(data));
  // Without one, the environment is going away.
  if (env != nullptr) job->owner->finish(*job);
}

void Jobs::finish(Job& job) {
  for (auto reference : job.kept) napi_delete_reference(env_, reference);
  if (--pending_ == 0) napi_unref_threadsafe_function(env_, done_);
  if (!job.failure) {
    napi_resolve_deferred(env_, job.deferred, job.answer(env_));
    return;
  }
  napi_value error;
  napi_create_error(env_, fromString(env_, job.failure->code), fromString(env_, job.failure->what()), &error);
  napi_reject_deferred(env_, job.deferred, error);
}

}  // namespace plateau::cpu
