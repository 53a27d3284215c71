// Addon: the functions that TypeScript calls (worker/src/engine/tensorflow/addon.ts types them). What takes time is done on Node's
// pool of threads; its promise is rejected with an error that has a code.
#include <node_api.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "failure.h"
#include "program.h"

namespace plateau::tensorflow {
namespace {

void ok(napi_status status, const char* what) {
  if (status != napi_ok) throw Failure("E_ARGUMENT", std::string("the native part expects ") + what);
}

std::string string(napi_env env, napi_value value) {
  size_t length;
  ok(napi_get_value_string_utf8(env, value, nullptr, 0, &length), "a string");
  std::string text(length, '\0');
  ok(napi_get_value_string_utf8(env, value, text.data(), length + 1, &length), "a string");
  return text;
}

std::string bytes(napi_env env, napi_value value) {
  size_t length;
  void* data;
  ok(napi_get_typedarray_info(env, value, nullptr, &length, &data, nullptr, nullptr), "bytes");
  return std::string(static_cast<const char*>(data), length);
}

std::vector<napi_value> list(napi_env env, napi_value array) {
  uint32_t length;
  ok(napi_get_array_length(env, array, &length), "an array");
  std::vector<napi_value> values(length);
  for (uint32_t i = 0; i < length; i++) ok(napi_get_element(env, array, i, &values[i]), "an array");
  return values;
}

napi_value fromString(napi_env env, const std::string& text) {
  napi_value value;
  ok(napi_create_string_utf8(env, text.data(), text.size(), &value), "memory");
  return value;
}

napi_value undefined(napi_env env) {
  napi_value value;
  napi_get_undefined(env, &value);
  return value;
}

// { data, shape }: a Float32Array or Int32Array.
HostTensor tensor(napi_env env, napi_value value, std::vector<napi_value>& keep) {
  napi_value data, shape;
  ok(napi_get_named_property(env, value, "data", &data), "a vector");
  ok(napi_get_named_property(env, value, "shape", &shape), "a shape");
  napi_typedarray_type type;
  size_t length;
  HostTensor result{};
  ok(napi_get_typedarray_info(env, data, &type, &length, &result.data, nullptr, nullptr), "a vector");
  if (type != napi_float32_array && type != napi_int32_array) throw Failure("E_ARGUMENT", "a vector of another type");
  result.type = type == napi_float32_array ? kFloat : kInt32;
  result.bytes = 4 * length;
  size_t size = 1;
  for (auto dimension : list(env, shape)) {
    int64_t number;
    ok(napi_get_value_int64(env, dimension, &number), "a shape");
    result.shape.push_back(number);
    size *= static_cast<size_t>(number);
  }
  if (size != length) throw Failure("E_ARGUMENT", "a vector is not as long as its shape says");
  keep.push_back(data);
  return result;
}

using Answer = std::function<napi_value(napi_env)>;

struct Job {
  std::function<Answer()> work;
  Answer answer;
  std::optional<Failure> failure;
  napi_deferred deferred;
  napi_async_work handle;
  std::vector<napi_ref> kept;
};

void perform(napi_env, void* data) {
  auto* job = static_cast<Job*>(data);
  try {
    job->answer = job->work();
  } catch (const Failure& failure) {
    job->failure = failure;
  } catch (const std::bad_alloc&) {
    job->failure = Failure("RESOURCE_EXHAUSTED", "the host has no memory left");
  } catch (const std::exception& error) {
    job->failure = Failure("TENSORFLOW", error.what());
  }
}

void settle(napi_env env, napi_status, void* data) {
  std::unique_ptr<Job> job(static_cast<Job*>(data));
  for (auto reference : job->kept) napi_delete_reference(env, reference);
  napi_delete_async_work(env, job->handle);
  if (job->failure || !job->answer) {
    const Failure failure = job->failure.value_or(Failure("E_CLOSED", "the process is ending"));
    napi_value error;
    napi_create_error(env, fromString(env, failure.code), fromString(env, failure.what()), &error);
    napi_reject_deferred(env, job->deferred, error);
  } else {
    napi_resolve_deferred(env, job->deferred, job->answer(env));
  }
}

// A promise of what `work` answers. `keep` are values that must not be collected before.
napi_value ask(napi_env env, const std::vector<napi_value>& keep, std::function<Answer()> work) {
  auto job = std::make_unique<Job>();
  job->work = std::move(work);
  for (auto value : keep) {
    napi_ref reference;
    ok(napi_create_reference(env, value, 1, &reference), "an object");
    job->kept.push_back(reference);
  }
  napi_value promise;
  ok(napi_create_promise(env, &job->deferred, &promise), "a promise");
  ok(napi_create_async_work(env, nullptr, fromString(env, "plateau-tensorflow"), perform, settle, job.get(), &job->handle), "work");
  ok(napi_queue_async_work(env, job->handle), "work");
  job.release();
  return promise;
}

using Shared = std::shared_ptr<Program>;

Shared& program(napi_env env, napi_value value) {
  void* data;
  ok(napi_get_value_external(env, value, &data), "a program");
  return *static_cast<Shared*>(data);
}

Shared openProgram(napi_env env, napi_value value) {
  Shared found = program(env, value);
  if (found == nullptr) throw Failure("E_CLOSED", "the program is closed");
  return found;
}

napi_value describe(napi_env env, const Shared& made, const std::string& version, const std::vector<std::string>& devices) {
  napi_value result, handle, array;
  napi_create_object(env, &result);
  napi_create_external(
      env, new Shared(made), [](napi_env, void* data, void*) { delete static_cast<Shared*>(data); }, nullptr, &handle);
  napi_set_named_property(env, result, "program", handle);
  napi_set_named_property(env, result, "version", fromString(env, version));
  napi_create_array(env, &array);
  for (size_t i = 0; i < devices.size(); i++) napi_set_element(env, array, i, fromString(env, devices[i]));
  napi_set_named_property(env, result, "devices", array);
  return result;
}

using Arguments = std::vector<napi_value>;

// load(library, graphDef, config) → promise of { program, version, devices }
napi_value loadProgram(napi_env env, const Arguments& args) {
  return ask(env, {}, [path = string(env, args[0]), graph = bytes(env, args[1]), config = bytes(env, args[2])]() -> Answer {
    const Library& library = load(path);
    auto made = std::make_shared<Program>(library, graph, config);
    auto devices = made->devices();
    return [made, version = std::string(library.version()), devices](napi_env env) {
      return describe(env, made, version, devices);
    };
  });
}

// run(program, { data, shape }[], { data, shape }[]) → promise: reads the first, overwrites the second
napi_value run(napi_env env, const Arguments& args) {
  std::vector<napi_value> keep;
  std::vector<HostTensor> inputs, outputs;
  for (auto value : list(env, args[1])) inputs.push_back(tensor(env, value, keep));
  for (auto value : list(env, args[2])) outputs.push_back(tensor(env, value, keep));
  return ask(env, keep, [made = openProgram(env, args[0]), inputs, outputs]() -> Answer {
    made->run(inputs, outputs);
    return undefined;
  });
}

// close(program) → promise: its memory is freed once the runs under way have ended
napi_value close(napi_env env, const Arguments& args) {
  return ask(env, {}, [made = std::exchange(program(env, args[0]), nullptr)]() mutable -> Answer {
    made.reset();
    return undefined;
  });
}

template <napi_value (*function)(napi_env, const Arguments&), size_t count>
napi_value call(napi_env env, napi_callback_info info) {
  size_t given = count;
  Arguments args(count);
  napi_get_cb_info(env, info, &given, args.data(), nullptr, nullptr);
  try {
    return function(env, args);
  } catch (const Failure& failure) {
    napi_throw_error(env, failure.code.c_str(), failure.what());
  } catch (const std::exception& error) {
    napi_throw_error(env, "TENSORFLOW", error.what());
  }
  return nullptr;
}

void expose(napi_env env, napi_value exports, const char* name, napi_callback function) {
  napi_value value;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, function, nullptr, &value);
  napi_set_named_property(env, exports, name, value);
}

}  // namespace
}  // namespace plateau::tensorflow

NAPI_MODULE_INIT() {
  using namespace plateau::tensorflow;
  expose(env, exports, "load", call<loadProgram, 3>);
  expose(env, exports, "run", call<run, 3>);
  expose(env, exports, "close", call<close, 1>);
  return exports;
}
