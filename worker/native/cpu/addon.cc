// Addon: the functions that TypeScript calls (worker/src/engine/native-cpu/addon.ts types them). Sessions are named by number.
#include <node_api.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "direct.h"
#include "jobs.h"
#include "machine.h"
#include "values.h"

namespace plateau::cpu {
namespace {

// A machine and the thread that gives it its work. Made and destroyed on that of JavaScript, when the other is idle.
struct Session {
  Session(napi_env env, int threads, Isa isa) : machine(std::make_unique<Machine>(threads, isa)), jobs(env) {}
  std::unique_ptr<Machine> machine;
  // Last: its thread uses the machine, and ends first.
  Jobs jobs;

  Machine& open() const {
    if (machine == nullptr) throw Failure("E_CLOSED", "the engine is closed");
    return *machine;
  }
};

// Sessions of one JavaScript environment: the main thread and every worker have their own.
struct Addon {
  explicit Addon(napi_env env) : env(env) {}
  napi_env env;
  std::map<std::uint32_t, std::unique_ptr<Session>> sessions;
  std::uint32_t next = 1;

  Session& at(napi_value id) {
    auto found = sessions.find(static_cast<std::uint32_t>(number(env, id)));
    if (found == sessions.end()) throw Failure("E_CLOSED", "the engine is closed");
    return *found->second;
  }
};

using Arguments = std::vector<napi_value>;

napi_value strings(napi_env env, const std::vector<std::string>& texts) {
  napi_value array;
  ok(napi_create_array_with_length(env, texts.size(), &array), "memory");
  for (std::uint32_t i = 0; i < texts.size(); i++) ok(napi_set_element(env, array, i, fromString(env, texts[i])), "an array");
  return array;
}

// operations(): the names of the operations of tile programs, by their numbers
napi_value operations(Addon& addon, const Arguments&) {
  return strings(addon.env, {std::begin(operationNames), std::end(operationNames)});
}

// instructionSets(): those that this machine has, the best one last
napi_value instructionSets(Addon& addon, const Arguments&) {
  std::vector<std::string> names;
  for (auto isa : {Isa::plain, Isa::avx2, Isa::avx512}) if (supports(isa)) names.push_back(nameOf(isa));
  return strings(addon.env, names);
}

Isa isaNamed(const std::string& name) {
  for (auto isa : {Isa::plain, Isa::avx2, Isa::avx512}) if (name == nameOf(isa) && supports(isa)) return isa;
  throw Failure("E_ARGUMENT", "this machine has no instructions called " + name);
}

// open(threads, instructions) → a session
napi_value open(Addon& addon, const Arguments& args) {
  auto session = std::make_unique<Session>(addon.env, static_cast<int>(number(addon.env, args[0])), isaNamed(string(addon.env, args[1])));
  addon.sessions[addon.next] = std::move(session);
  return fromNumber(addon.env, addon.next++);
}

// add(session, numbers, constants) → promise of a plan
napi_value add(Addon& addon, const Arguments& args) {
  auto& session = addon.at(args[0]);
  return session.jobs.submit({}, [&session, plan = doubles(addon.env, args[1]), constants = bytes(addon.env, args[2])]() -> Jobs::Answer {
    const auto id = session.open().add(plan, constants);
    return [id](napi_env env) { return fromNumber(env, id); };
  });
}

napi_value fromDoubles(napi_env env, const std::vector<double>& numbers) {
  napi_value buffer, array;
  void* data;
  ok(napi_create_arraybuffer(env, numbers.size() * sizeof(double), &data, &buffer), "memory");
  std::copy(numbers.begin(), numbers.end(), static_cast<double*>(data));
  ok(napi_create_typedarray(env, napi_float64_array, numbers.size(), buffer, 0, &array), "memory");
  return array;
}

// run(session, plan, vectors, timed) → promise of nanoseconds at the beginning and after each step, none if not timed
napi_value run(Addon& addon, const Arguments& args) {
  auto& session = addon.at(args[0]);
  const auto plan = static_cast<std::uint32_t>(number(addon.env, args[1]));
  const auto keep = list(addon.env, args[2]);
  std::vector<Vector> vectors;
  for (auto value : keep) vectors.push_back(vector(addon.env, value));
  return session.jobs.submit(keep, [&session, plan, vectors, timed = truth(addon.env, args[3])]() -> Jobs::Answer {
    const auto times = session.open().run(plan, vectors, timed);
    return [times](napi_env env) { return fromDoubles(env, times); };
  });
}

// close(session) → promise: everything that it holds is freed, once the calls before have ended. `forget` must follow.
napi_value close(Addon& addon, const Arguments& args) {
  auto& session = addon.at(args[0]);
  return session.jobs.submit({}, [&session]() -> Jobs::Answer {
    session.machine.reset();
    return undefined;
  });
}

// forget(session): its thread ends. Not while a promise of it is open.
napi_value forget(Addon& addon, const Arguments& args) {
  addon.at(args[0]);
  addon.sessions.erase(static_cast<std::uint32_t>(number(addon.env, args[0])));
  return undefined(addon.env);
}

// Of direct.h, which knows no sessions.
template <napi_value (*function)(napi_env, const Arguments&)>
napi_value direct(Addon& addon, const Arguments& args) {
  return function(addon.env, args);
}

template <napi_value (*function)(Addon&, const Arguments&), std::size_t count>
napi_value call(napi_env env, napi_callback_info info) {
  std::size_t given = count;
  Arguments args(count);
  void* data;
  napi_get_cb_info(env, info, &given, args.data(), nullptr, &data);
  try {
    return function(*static_cast<Addon*>(data), args);
  } catch (const Failure& failure) {
    napi_throw_error(env, failure.code.c_str(), failure.what());
  } catch (const std::exception& error) {
    napi_throw_error(env, "E_FAILED", error.what());
  }
  return nullptr;
}

void expose(napi_env env, napi_value exports, const char* name, napi_callback function, Addon* addon) {
  napi_value value;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, function, addon, &value);
  napi_set_named_property(env, exports, name, value);
}

}  // namespace
}  // namespace plateau::cpu

NAPI_MODULE_INIT() {
  using namespace plateau::cpu;
  auto* addon = new Addon(env);
  // Before the environment is gone, so that no thread outlives it.
  napi_add_env_cleanup_hook(env, [](void* data) { delete static_cast<Addon*>(data); }, addon);
  expose(env, exports, "operations", call<operations, 0>, addon);
  expose(env, exports, "instructionSets", call<instructionSets, 0>, addon);
  expose(env, exports, "open", call<open, 2>, addon);
  expose(env, exports, "add", call<add, 3>, addon);
  expose(env, exports, "run", call<run, 4>, addon);
  expose(env, exports, "close", call<close, 1>, addon);
  expose(env, exports, "forget", call<forget, 1>, addon);
  expose(env, exports, "multiplyDirectly", call<direct<multiplyDirectly>, 5>, addon);
  expose(env, exports, "attendDirectly", call<direct<attendDirectly>, 5>, addon);
  expose(env, exports, "mapDirectly", call<direct<mapDirectly>, 4>, addon);
  expose(env, exports, "nestDirectly", call<direct<nestDirectly>, 1>, addon);
  return exports;
}
