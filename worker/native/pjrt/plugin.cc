#include "plugin.h"

#include <dlfcn.h>

#include <map>
#include <memory>
#include <mutex>

#include "failure.h"

namespace plateau {

namespace {

// By the numbers of the API, which are those of gRPC.
const char* codeName(int code) {
  switch (code) {
    case 3: return "INVALID_ARGUMENT";
    case 5: return "NOT_FOUND";
    case 8: return "RESOURCE_EXHAUSTED";
    case 9: return "FAILED_PRECONDITION";
    case 12: return "UNIMPLEMENTED";
    case 13: return "INTERNAL";
    case 14: return "UNAVAILABLE";
    default: return "UNKNOWN";
  }
}

const abi::Api* load(const std::string& path) {
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw Failure("E_PLUGIN_LOAD", dlerror());
  using GetApi = const abi::Api* (*)();
  auto get = reinterpret_cast<GetApi>(dlsym(library, "GetPjrtApi"));
  if (get == nullptr) {
    throw Failure("E_PLUGIN_LOAD", path + " is a shared library but no PJRT plugin: it has no function GetPjrtApi");
  }
  const abi::Api* api = get();
  if (api == nullptr) throw Failure("E_PLUGIN_LOAD", path + " gives no API");
  return api;
}

void checkVersion(const abi::Api& api) {
  const auto& [size, extension, major, minor] = api.version;
  const auto text = std::to_string(major) + "." + std::to_string(minor);
  const auto oldest = std::to_string(abi::kMajor) + "." + std::to_string(abi::kOldestMinor);
  if (major != abi::kMajor || minor < abi::kOldestMinor) {
    throw Failure("E_PLUGIN_VERSION", "it speaks version " + text + " of the PJRT API; needed is " +
                                          std::to_string(abi::kMajor) + ".x from " + oldest + " on");
  }
  if (api.size < sizeof(abi::Api)) {
    throw Failure("E_PLUGIN_VERSION", "its table of functions is shorter than version " + text + " of the PJRT API has it");
  }
}

}  // namespace

Plugin::Plugin(const std::string& path) : api_(load(path)) {
  checkVersion(*api_);
  abi::Args<abi::PluginInitializeArgs> initialize;
  call(abi::kPluginInitialize, initialize);
}

const Plugin& Plugin::at(const std::string& path) {
  static std::mutex mutex;
  static auto* plugins = new std::map<std::string, std::unique_ptr<Plugin>>();
  std::lock_guard lock(mutex);
  auto& plugin = (*plugins)[path];
  if (plugin == nullptr) plugin.reset(new Plugin(path));
  return *plugin;
}

std::string Plugin::version() const {
  return std::to_string(api_->version.major) + "." + std::to_string(api_->version.minor);
}

void Plugin::check(abi::Error* error) const {
  if (error == nullptr) return;
  using Callee = void (*)(void*);
  abi::Args<abi::ErrorMessageArgs> message;
  message->error = error;
  reinterpret_cast<Callee>(api_->functions[abi::kErrorMessage])(&message);
  std::string text(message->message, message->message_size);
  abi::Args<abi::ErrorGetCodeArgs> code;
  code->error = error;
  reinterpret_cast<Callee>(api_->functions[abi::kErrorGetCode])(&code);
  abi::Args<abi::ErrorDestroyArgs> destroy;
  destroy->error = error;
  reinterpret_cast<Callee>(api_->functions[abi::kErrorDestroy])(&destroy);
  throw Failure(codeName(code->code), text);
}

void Plugin::await(abi::Event* event) const {
  if (event == nullptr) return;
  abi::Args<abi::EventArgs> wait;
  wait->event = event;
  abi::Args<abi::EventArgs> destroy;
  destroy->event = event;
  try {
    call(abi::kEventAwait, wait);
  } catch (...) {
    call(abi::kEventDestroy, destroy);
    throw;
  }
  call(abi::kEventDestroy, destroy);
}

}  // namespace plateau
