// Client: a plugin's devices, the programs compiled for them and the buffers that lie on them, by number.
//
// Not thread-safe: one thread makes it, uses it and destroys it.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "abi.h"
#include "plugin.h"

namespace plateau {

using Id = uint32_t;

// Elements in the caller's memory, which must stay where it is until the call that got it returns.
struct HostTensor {
  void* data;
  size_t bytes;
  abi::BufferType type;
  std::vector<int64_t> shape;
};

// An argument of a program: the number of a buffer, or host memory that the program reads (`buffer` is 0).
struct Argument {
  Id buffer = 0;
  HostTensor host;
};

struct DeviceInfo {
  int id;
  std::string kind;
};

// An option of a plugin's client: one of the two is there.
struct ClientOption {
  std::string name;
  std::vector<int64_t> integers;
  bool isList = false;
  std::optional<bool> truth;
};

struct OpenOptions {
  std::string path;
  // Threads of a device that is a CPU.
  int threads = 1;
  std::vector<ClientOption> options;
};

class Client {
 public:
  explicit Client(const OpenOptions& options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  std::string platform() const { return platform_; }
  std::string platformVersion() const { return platformVersion_; }
  std::string apiVersion() const { return plugin_.version(); }
  const std::vector<DeviceInfo>& devices() const { return devices_; }

  Id compile(std::string text, const std::string& options);
  Id upload(size_t device, const HostTensor& tensor);
  // Runs a program on the device that it was compiled for, and waits for it. Outputs go to host memory where `outputs` has some, else
  // stay on the device: the result has their numbers, 0 for the others. Host memory of arguments is never written.
  std::vector<Id> run(Id program, size_t device, const std::vector<Argument>& arguments, const std::vector<HostTensor>& outputs);
  void download(Id buffer, const HostTensor& target);
  void release(Id buffer);
  void releaseProgram(Id program);

  size_t numBuffers() const { return buffers_.size(); }
  size_t numPrograms() const { return programs_.size(); }

 private:
  struct Loaded {
    abi::LoadedExecutable* executable;
    size_t num_outputs;
  };
  struct Upload {
    abi::Buffer* buffer;
    abi::Event* done;
  };

  void describe();
  std::string text(abi::Function function) const;
  abi::Device* device(size_t index) const;
  abi::Buffer* buffer(Id id) const;
  const Loaded& program(Id id) const;
  Upload place(size_t device, const HostTensor& tensor, abi::HostBuffer semantics) const;
  std::vector<abi::Buffer*> execute(const Loaded& program, const std::vector<abi::Buffer*>& arguments) const;
  abi::Event* copyOut(abi::Buffer* buffer, const HostTensor& target) const;
  void destroy(abi::Buffer* buffer) const;
  void destroy(abi::LoadedExecutable* executable) const;

  const Plugin& plugin_;
  abi::Client* client_ = nullptr;
  std::vector<abi::Device*> handles_;
  std::vector<DeviceInfo> devices_;
  std::string platform_, platformVersion_;
  std::map<Id, abi::Buffer*> buffers_;
  std::map<Id, Loaded> programs_;
  Id next_ = 1;
};

}  // namespace plateau
