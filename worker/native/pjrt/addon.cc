// Addon: the functions that TypeScript calls (worker/src/engine/pjrt/native/addon.ts types them). Sessions are named by number.
#include <node_api.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "client.h"
#include "failure.h"
#include "session.h"
#include "values.h"

namespace plateau {
namespace {

using namespace values;

// Sessions of one JavaScript environment: the main thread and every worker have their own.
struct Addon {
  explicit Addon(napi_env env) : env(env) {}
  napi_env env;
  std::map<uint32_t, std::unique_ptr<Session>> sessions;
  uint32_t next = 1;

  Session& at(napi_value id) {
    auto found = sessions.find(static_cast<uint32_t>(number(env, id)));
    if (found == sessions.end()) throw Failure("E_CLOSED", "the client is closed");
    return *found->second;
  }
};

using Arguments = std::vector<napi_value>;

HostTensor tensor(napi_env env, napi_value value, std::vector<napi_value>& keep) {
  const auto data = property(env, value, "data");
  auto result = vector(env, data);
  size_t size = 4;
  for (auto dimension : list(env, property(env, value, "shape"))) {
    result.shape.push_back(static_cast<int64_t>(number(env, dimension)));
    size *= static_cast<size_t>(result.shape.back());
  }
  if (size != result.bytes) throw Failure("E_SHAPE", "a vector is as long as its shape does not say");
  keep.push_back(data);
  return result;
}

Session::Answer description(const Client& opened) {
  return [platform = opened.platform(), version = opened.platformVersion(), api = opened.apiVersion(),
          devices = opened.devices()](napi_env env) {
    napi_value object, array;
    napi_create_object(env, &object);
    set(env, object, "platform", fromString(env, platform));
    set(env, object, "platformVersion", fromString(env, version));
    set(env, object, "apiVersion", fromString(env, api));
    napi_create_array(env, &array);
    for (size_t i = 0; i < devices.size(); i++) {
      napi_value device;
      napi_create_object(env, &device);
      set(env, device, "id", fromNumber(env, devices[i].id));
      set(env, device, "kind", fromString(env, devices[i].kind));
      napi_set_element(env, array, i, device);
    }
    set(env, object, "devices", array);
    return object;
  };
}

// [name, number | number[] | boolean]
ClientOption clientOption(napi_env env, napi_value entry) {
  const auto pair = list(env, entry);
  ClientOption option{string(env, pair.at(0)), {}, false, {}};
  if (isBoolean(env, pair.at(1))) {
    option.truth = boolean(env, pair.at(1));
  } else if (isNumber(env, pair.at(1))) {
    option.integers.push_back(static_cast<int64_t>(number(env, pair.at(1))));
  } else {
    option.isList = true;
    for (auto value : list(env, pair.at(1))) option.integers.push_back(static_cast<int64_t>(number(env, value)));
  }
  return option;
}

// open(path, threads, options) → { session, opened }: a number and a promise of the client's description.
napi_value open(Addon& addon, const Arguments& args) {
  OpenOptions options{string(addon.env, args[0]), static_cast<int>(number(addon.env, args[1])), {}};
  for (auto entry : list(addon.env, args[2])) options.options.push_back(clientOption(addon.env, entry));
  auto session = std::make_unique<Session>(addon.env);
  napi_value result;
  napi_create_object(addon.env, &result);
  set(addon.env, result, "session", fromNumber(addon.env, addon.next));
  set(addon.env, result, "opened", session->open(options, description));
  addon.sessions[addon.next++] = std::move(session);
  return result;
}

// compile(session, text, options) → promise of a program
napi_value compile(Addon& addon, const Arguments& args) {
  auto text = string(addon.env, args[1]);
  auto options = bytes(addon.env, args[2]);
  return addon.at(args[0]).ask({}, [text, options](Client& client) -> Session::Answer {
    const Id id = client.compile(text, options);
    return [id](napi_env env) { return fromNumber(env, id); };
  });
}

// upload(session, device, { data, shape }) → promise of a buffer
napi_value upload(Addon& addon, const Arguments& args) {
  std::vector<napi_value> keep;
  const auto device = static_cast<size_t>(number(addon.env, args[1]));
  auto source = tensor(addon.env, args[2], keep);
  return addon.at(args[0]).ask(keep, [device, source](Client& client) -> Session::Answer {
    const Id id = client.upload(device, source);
    return [id](napi_env env) { return fromNumber(env, id); };
  });
}

// run(session, program, device, (buffer | { data, shape })[], (vector | null)[]) → promise of buffers, 0 where a vector was given
napi_value run(Addon& addon, const Arguments& args) {
  const auto program = static_cast<Id>(number(addon.env, args[1]));
  const auto device = static_cast<size_t>(number(addon.env, args[2]));
  std::vector<napi_value> keep;
  std::vector<Argument> arguments;
  for (auto value : list(addon.env, args[3])) {
    if (isNumber(addon.env, value)) arguments.push_back({static_cast<Id>(number(addon.env, value)), {}});
    else arguments.push_back({0, tensor(addon.env, value, keep)});
  }
  std::vector<HostTensor> outputs;
  for (auto value : list(addon.env, args[4])) {
    if (isNull(addon.env, value)) {
      outputs.push_back({});
      continue;
    }
    outputs.push_back(vector(addon.env, value));
    keep.push_back(value);
  }
  return addon.at(args[0]).ask(keep, [program, device, arguments, outputs](Client& client) -> Session::Answer {
    auto kept = client.run(program, device, arguments, outputs);
    return [kept](napi_env env) { return fromIds(env, kept); };
  });
}

// download(session, buffer, vector) → promise
napi_value download(Addon& addon, const Arguments& args) {
  const auto buffer = static_cast<Id>(number(addon.env, args[1]));
  auto target = vector(addon.env, args[2]);
  return addon.at(args[0]).ask({args[2]}, [buffer, target](Client& client) -> Session::Answer {
    client.download(buffer, target);
    return undefined;
  });
}

// release(session, buffers[]) → promise
napi_value release(Addon& addon, const Arguments& args) {
  std::vector<Id> buffers;
  for (auto value : list(addon.env, args[1])) buffers.push_back(static_cast<Id>(number(addon.env, value)));
  return addon.at(args[0]).ask({}, [buffers](Client& client) -> Session::Answer {
    for (Id buffer : buffers) client.release(buffer);
    return undefined;
  });
}

// releaseProgram(session, program) → promise
napi_value releaseProgram(Addon& addon, const Arguments& args) {
  const auto program = static_cast<Id>(number(addon.env, args[1]));
  return addon.at(args[0]).ask({}, [program](Client& client) -> Session::Answer {
    client.releaseProgram(program);
    return undefined;
  });
}

// held(session) → promise of { buffers, programs }: what the client holds
napi_value held(Addon& addon, const Arguments& args) {
  return addon.at(args[0]).ask({}, [](Client& client) -> Session::Answer {
    const size_t buffers = client.numBuffers(), programs = client.numPrograms();
    return [buffers, programs](napi_env env) {
      napi_value object;
      napi_create_object(env, &object);
      set(env, object, "buffers", fromNumber(env, static_cast<double>(buffers)));
      set(env, object, "programs", fromNumber(env, static_cast<double>(programs)));
      return object;
    };
  });
}

// close(session) → promise: everything that the client holds is freed. `forget` must follow.
napi_value close(Addon& addon, const Arguments& args) {
  return addon.at(args[0]).close();
}

// forget(session): its thread ends. Not while a promise of it is open.
napi_value forget(Addon& addon, const Arguments& args) {
  addon.at(args[0]);
  addon.sessions.erase(static_cast<uint32_t>(number(addon.env, args[0])));
  return undefined(addon.env);
}

template <napi_value (*function)(Addon&, const Arguments&), size_t count>
napi_value call(napi_env env, napi_callback_info info) {
  size_t given = count;
  Arguments args(count);
  void* data;
  napi_get_cb_info(env, info, &given, args.data(), nullptr, &data);
  try {
    return function(*static_cast<Addon*>(data), args);
  } catch (const Failure& failure) {
    napi_throw_error(env, failure.code.c_str(), failure.what());
  } catch (const std::exception& error) {
    napi_throw_error(env, "UNKNOWN", error.what());
  }
  return nullptr;
}

void expose(napi_env env, napi_value exports, const char* name, napi_callback function, Addon* addon) {
  napi_value value;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, function, addon, &value);
  set(env, exports, name, value);
}

}  // namespace
}  // namespace plateau

NAPI_MODULE_INIT() {
  using namespace plateau;
  auto* addon = new Addon(env);
  // Before the environment is gone, so that no thread outlives it.
  napi_add_env_cleanup_hook(env, [](void* data) { delete static_cast<Addon*>(data); }, addon);
  expose(env, exports, "open", call<open, 3>, addon);
  expose(env, exports, "compile", call<compile, 3>, addon);
  expose(env, exports, "upload", call<upload, 3>, addon);
  expose(env, exports, "run", call<run, 5>, addon);
  expose(env, exports, "download", call<download, 3>, addon);
  expose(env, exports, "release", call<release, 2>, addon);
  expose(env, exports, "releaseProgram", call<releaseProgram, 2>, addon);
  expose(env, exports, "held", call<held, 1>, addon);
  expose(env, exports, "close", call<close, 1>, addon);
  expose(env, exports, "forget", call<forget, 1>, addon);
  return exports;
}
