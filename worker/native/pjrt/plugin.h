// Plugin: a shared library that implements the PJRT C API, loaded once per process and kept: plugins cannot be unloaded.
#pragma once
#include <string>

#include "abi.h"

namespace plateau {

class Plugin {
 public:
  // Loads the library on first use. Throws Failure E_PLUGIN_LOAD, E_PLUGIN_VERSION or the plugin's own error.
  static const Plugin& at(const std::string& path);

  // Calls a function; throws Failure with the plugin's code and message if it fails.
  template <class T>
  void call(abi::Function function, abi::Args<T>& args) const {
    using Callee = abi::Error* (*)(void*);
    check(reinterpret_cast<Callee>(api_->functions[function])(&args));
  }

  // Waits for an event, destroys it and throws what it brings.
  void await(abi::Event* event) const;

  std::string version() const;

 private:
  explicit Plugin(const std::string& path);
  void check(abi::Error* error) const;
  const abi::Api* api_;
};

}  // namespace plateau
