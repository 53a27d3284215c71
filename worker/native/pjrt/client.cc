#include "client.h"

#include <cstdlib>
#include <exception>
#include <mutex>

#include "failure.h"

namespace plateau {

namespace {

// XLA's CPU client asks the variable NPROC how many threads it may use, and has no option for it. The variable is changed while the
// client is made and put back; clients that are made at the same time wait for each other.
class ThreadCount {
 public:
  explicit ThreadCount(int threads) : lock_(mutex_) {
    if (const char* value = getenv(kName)) before_ = value;
    setenv(kName, std::to_string(threads).c_str(), 1);
  }
  ~ThreadCount() {
    if (before_) setenv(kName, before_->c_str(), 1);
    else unsetenv(kName);
  }

 private:
  static constexpr const char* kName = "NPROC";
  static inline std::mutex mutex_;
  std::lock_guard<std::mutex> lock_;
  std::optional<std::string> before_;
};

// Refers to the option's own name and numbers.
abi::NamedValue namedValue(const ClientOption& option) {
  abi::NamedValue value{};
  value.head.size = sizeof value;
  value.name = option.name.data();
  value.name_size = option.name.size();
  value.value_size = 1;
  if (option.truth) {
    value.type = abi::NamedValueType::kBool;
    value.truth = *option.truth;
  } else if (option.isList) {
    value.type = abi::NamedValueType::kInt64List;
    value.integers = option.integers.data();
    value.value_size = option.integers.size();
  } else {
    value.type = abi::NamedValueType::kInt64;
    value.integer = option.integers.at(0);
  }
  return value;
}

// Does all of a list although some of it fails, then throws the first failure.
class Attempts {
 public:
  template <class F>
  void operator()(F attempt) {
    try {
      attempt();
    } catch (...) {
      if (!first_) first_ = std::current_exception();
    }
  }
  void finish() {
    if (first_) std::rethrow_exception(first_);
  }

 private:
  std::exception_ptr first_;
};

}  // namespace

Client::Client(const OpenOptions& options) : plugin_(Plugin::at(options.path)) {
  std::vector<abi::NamedValue> values;
  for (const auto& option : options.options) values.push_back(namedValue(option));
  abi::Args<abi::ClientCreateArgs> create;
  create->options = values.data();
  create->num_options = values.size();
  {
    ThreadCount threads(options.threads);
    plugin_.call(abi::kClientCreate, create);
  }
  client_ = create->client;
  try {
    describe();
  } catch (...) {
    abi::Args<abi::ClientArgs> args;
    args->client = client_;
    plugin_.call(abi::kClientDestroy, args);
    throw;
  }
}

Client::~Client() {
  Attempts attempt;
  for (auto& [id, buffer] : buffers_) attempt([&] { destroy(buffer); });
  for (auto& [id, loaded] : programs_) attempt([&] { destroy(loaded.executable); });
  attempt([&] {
    abi::Args<abi::ClientArgs> args;
    args->client = client_;
    plugin_.call(abi::kClientDestroy, args);
  });
}

void Client::describe() {
  platform_ = text(abi::kClientPlatformName);
  platformVersion_ = text(abi::kClientPlatformVersion);
  abi::Args<abi::AddressableDevicesArgs> list;
  list->client = client_;
  plugin_.call(abi::kClientAddressableDevices, list);
  handles_.assign(list->devices, list->devices + list->num_devices);
  for (auto* handle : handles_) {
    abi::Args<abi::DeviceGetDescriptionArgs> description;
    description->device = handle;
    plugin_.call(abi::kDeviceGetDescription, description);
    abi::Args<abi::DeviceDescriptionIdArgs> id;
    id->description = description->description;
    plugin_.call(abi::kDeviceDescriptionId, id);
    abi::Args<abi::DeviceDescriptionTextArgs> kind;
    kind->description = description->description;
    plugin_.call(abi::kDeviceDescriptionKind, kind);
    devices_.push_back({id->id, std::string(kind->text, kind->text_size)});
  }
}

std::string Client::text(abi::Function function) const {
  abi::Args<abi::ClientTextArgs> args;
  args->client = client_;
  plugin_.call(function, args);
  return std::string(args->text, args->text_size);
}

abi::Device* Client::device(size_t index) const {
  if (index < handles_.size()) return handles_[index];
  throw Failure("E_DEVICE", "there is no device " + std::to_string(index) + "; the plugin has " +
                                std::to_string(handles_.size()) + ", counted from 0");
}

abi::Buffer* Client::buffer(Id id) const {
  auto found = buffers_.find(id);
  if (found == buffers_.end()) throw Failure("E_BUFFER", "there is no buffer " + std::to_string(id) + ": it has been released");
  return found->second;
}

const Client::Loaded& Client::program(Id id) const {
  auto found = programs_.find(id);
  if (found == programs_.end()) throw Failure("E_PROGRAM", "there is no program " + std::to_string(id) + ": it has been released");
  return found->second;
}

Id Client::compile(std::string text, const std::string& options) {
  abi::Args<abi::Program> program;
  const std::string format = "mlir";
  program->code = text.data();
  program->code_size = text.size();
  program->format = format.data();
  program->format_size = format.size();
  abi::Args<abi::CompileArgs> compile;
  compile->client = client_;
  compile->program = &program.fields;
  compile->options = options.data();
  compile->options_size = options.size();
  plugin_.call(abi::kClientCompile, compile);
  try {
    abi::Args<abi::GetExecutableArgs> get;
    get->loaded = compile->executable;
    plugin_.call(abi::kLoadedExecutableGetExecutable, get);
    abi::Args<abi::NumOutputsArgs> outputs;
    outputs->executable = get->executable;
    plugin_.call(abi::kExecutableNumOutputs, outputs);
    abi::Args<abi::ExecutableArgs> done;
    done->executable = get->executable;
    plugin_.call(abi::kExecutableDestroy, done);
    programs_[next_] = {compile->executable, outputs->num_outputs};
  } catch (...) {
    destroy(compile->executable);
    throw;
  }
  return next_++;
}

Client::Upload Client::place(size_t index, const HostTensor& tensor, abi::HostBuffer semantics) const {
  abi::Args<abi::BufferFromHostBufferArgs> args;
  args->client = client_;
  args->data = tensor.data;
  args->type = tensor.type;
  args->dimensions = tensor.shape.data();
  args->num_dimensions = tensor.shape.size();
  args->semantics = semantics;
  args->device = device(index);
  plugin_.call(abi::kClientBufferFromHostBuffer, args);
  return {args->buffer, args->done};
}

Id Client::upload(size_t index, const HostTensor& tensor) {
  const auto placed = place(index, tensor, abi::HostBuffer::kImmutableUntilTransferCompletes);
  try {
    plugin_.await(placed.done);
  } catch (...) {
    destroy(placed.buffer);
    throw;
  }
  buffers_[next_] = placed.buffer;
  return next_++;
}

std::vector<abi::Buffer*> Client::execute(const Loaded& program, const std::vector<abi::Buffer*>& arguments) const {
  abi::Args<abi::ExecuteOptions> options;
  std::vector<abi::Buffer*> outputs(program.num_outputs);
  abi::Buffer* const* argumentList = arguments.data();
  abi::Buffer** outputList = outputs.data();
  abi::Event* completed = nullptr;
  abi::Args<abi::ExecuteArgs> args;
  args->executable = program.executable;
  args->options = &options.fields;
  args->arguments = &argumentList;
  args->num_devices = 1;
  args->num_arguments = arguments.size();
  args->outputs = &outputList;
  args->completed = &completed;
  plugin_.call(abi::kLoadedExecutableExecute, args);
  try {
    plugin_.await(completed);
  } catch (...) {
    for (auto* output : outputs) destroy(output);
    throw;
  }
  return outputs;
}

std::vector<Id> Client::run(Id id, size_t index, const std::vector<Argument>& arguments, const std::vector<HostTensor>& outputs) {
  const auto& loaded = program(id);
  if (outputs.size() != loaded.num_outputs) {
    throw Failure("E_SHAPE", "the program has " + std::to_string(loaded.num_outputs) + " outputs; " +
                                 std::to_string(outputs.size()) + " were given");
  }
  Attempts attempt;
  std::vector<Upload> placed;
  std::vector<abi::Buffer*> buffers, results;
  attempt([&] {
    for (size_t i = 0; i < arguments.size(); i++) {
      if (arguments[i].buffer != 0) {
        buffers.push_back(buffer(arguments[i].buffer));
        continue;
      }
      placed.push_back(place(index, arguments[i].host, abi::HostBuffer::kImmutableZeroCopy));
      buffers.push_back(placed.back().buffer);
    }
    results = execute(loaded, buffers);
  });
  std::vector<abi::Event*> copies;
  for (size_t i = 0; i < results.size(); i++) {
    if (outputs[i].data != nullptr) attempt([&] { copies.push_back(copyOut(results[i], outputs[i])); });
  }
  for (auto* copy : copies) attempt([&] { plugin_.await(copy); });
  // Where a buffer stands for host memory, its event comes when it is gone.
  for (auto& upload : placed) attempt([&] { destroy(upload.buffer); });
  for (auto& upload : placed) attempt([&] { plugin_.await(upload.done); });
  std::vector<Id> kept(results.size());
  for (size_t i = 0; i < results.size(); i++) {
    if (outputs[i].data != nullptr) {
      attempt([&] { destroy(results[i]); });
    } else {
      buffers_[next_] = results[i];
      kept[i] = next_++;
    }
  }
  try {
    attempt.finish();
  } catch (...) {
    for (Id keptId : kept) {
      if (keptId != 0) release(keptId);
    }
    throw;
  }
  return kept;
}

abi::Event* Client::copyOut(abi::Buffer* buffer, const HostTensor& target) const {
  abi::Args<abi::BufferToHostBufferArgs> size;
  size->buffer = buffer;
  plugin_.call(abi::kBufferToHostBuffer, size);
  if (size->destination_size != target.bytes) {
    throw Failure("E_SHAPE", "an output has " + std::to_string(size->destination_size) + " bytes; the vector for it has " +
                                 std::to_string(target.bytes));
  }
  abi::Args<abi::BufferToHostBufferArgs> copy;
  copy->buffer = buffer;
  copy->destination = target.data;
  copy->destination_size = target.bytes;
  plugin_.call(abi::kBufferToHostBuffer, copy);
  return copy->event;
}

void Client::download(Id id, const HostTensor& target) { plugin_.await(copyOut(buffer(id), target)); }

void Client::release(Id id) {
  auto* gone = buffer(id);
  buffers_.erase(id);
  destroy(gone);
}

void Client::releaseProgram(Id id) {
  auto* gone = program(id).executable;
  programs_.erase(id);
  destroy(gone);
}

void Client::destroy(abi::Buffer* buffer) const {
  if (buffer == nullptr) return;
  abi::Args<abi::BufferArgs> args;
  args->buffer = buffer;
  plugin_.call(abi::kBufferDestroy, args);
}

void Client::destroy(abi::LoadedExecutable* executable) const {
  abi::Args<abi::LoadedExecutableArgs> args;
  args->executable = executable;
  plugin_.call(abi::kLoadedExecutableDestroy, args);
}

}  // namespace plateau
