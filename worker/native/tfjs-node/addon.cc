// Addon: the binding of @tensorflow/tfjs-node as its makers wrote it, started by a function of ours instead of by being loaded, so that it
// can be told its threads and its GPU. Their two files are compiled as part of this one; worker/src/engine/tfjs-node/binding.ts types it.
#include <node_api.h>
#include <tensorflow/c/eager/c_api.h>

#include <mutex>
#include <string>

namespace {

// A serialized ConfigProto, for the context that this thread is about to make.
thread_local std::string config;

TFE_ContextOptions* configuredOptions() {
  TFE_ContextOptions* options = TFE_NewContextOptions();
  TF_Status* status = TF_NewStatus();
  // Cannot fail on what our own TypeScript has written; a context without it would still compute the same.
  TFE_ContextOptionsSetConfig(options, config.data(), config.size(), status);
  TF_DeleteStatus(status);
  return options;
}

}  // namespace

#define TFE_NewContextOptions configuredOptions
#undef NAPI_MODULE
#define NAPI_MODULE(name, start)
#include <tfjs_backend.cc>
#include <tfjs_binding.cc>

namespace {

// Their set of attributes' names belongs to the process, and threads each have a binding.
std::mutex mutex;

napi_value executeOp(napi_env env, napi_callback_info info) {
  std::lock_guard lock(mutex);
  return tfnodejs::ExecuteOp(env, info);
}

// open(config: Uint8Array): their exports. Once in a thread.
napi_value open(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  void* data;
  size_t bytes;
  if (napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr) != napi_ok ||
      napi_get_typedarray_info(env, argument, nullptr, &bytes, &data, nullptr, nullptr) != napi_ok) {
    napi_throw_type_error(env, nullptr, "open expects the bytes of a ConfigProto");
    return nullptr;
  }
  config.assign(static_cast<const char*>(data), bytes);
  napi_value exports;
  if (napi_create_object(env, &exports) != napi_ok) return nullptr;
  return tfnodejs::InitTFNodeJSBinding(env, exports);
}

}  // namespace

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {
      {"open", nullptr, open, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"executeOp", nullptr, executeOp, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
  };
  return napi_define_properties(env, exports, 2, functions) == napi_ok ? exports : nullptr;
}
