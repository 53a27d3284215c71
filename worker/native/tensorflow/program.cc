#include "program.h"

#include <cstring>

#include "failure.h"

namespace plateau::tensorflow {
namespace {

// A status that is thrown if it is an error, under TF_Code's names where the caller tells them apart.
class Checked {
 public:
  explicit Checked(const Library& library) : library_(library), status_(library.newStatus()) {}
  ~Checked() { library_.deleteStatus(status_); }
  operator Status*() { return status_; }
  void require() {
    const int code = library_.code(status_);
    if (code == kOk) return;
    throw Failure(code == 8 ? "RESOURCE_EXHAUSTED" : "TENSORFLOW", library_.message(status_));
  }

 private:
  const Library& library_;
  Status* status_;
};

// Tensors of one call.
class Tensors {
 public:
  Tensors(const Library& library, size_t count) : library_(library), values(count, nullptr) {}
  ~Tensors() {
    for (auto* tensor : values)
      if (tensor != nullptr) library_.deleteTensor(tensor);
  }

 private:
  const Library& library_;

 public:
  std::vector<Tensor*> values;
};

template <typename T>
struct Owned {
  T* value;
  void (*release)(T*);
  ~Owned() { release(value); }
};

}  // namespace

Program::Program(const Library& library, const std::string& graphDef, const std::string& config) : library_(library) {
  Checked status(library);
  graph_ = library.newGraph();
  try {
    Owned<Buffer> buffer{library.newBuffer(graphDef.data(), graphDef.size()), library.deleteBuffer};
    Owned<ImportOptions> import{library.newImportOptions(), library.deleteImportOptions};
    library.import(graph_, buffer.value, import.value, status);
    status.require();
    Owned<SessionOptions> options{library.newSessionOptions(), library.deleteSessionOptions};
    library.setConfig(options.value, config.data(), config.size(), status);
    status.require();
    session_ = library.newSession(graph_, options.value, status);
    status.require();
  } catch (...) {
    library.deleteGraph(graph_);
    throw;
  }
}

Program::~Program() {
  Checked status(library_);
  library_.closeSession(session_, status);
  library_.deleteSession(session_, status);
  library_.deleteGraph(graph_);
}

Output Program::place(const char* prefix, size_t index) const {
  auto* operation = library_.operation(graph_, (prefix + std::to_string(index)).c_str());
  if (operation == nullptr) throw Failure("E_ARGUMENT", prefix + std::to_string(index) + " is not in the program");
  return {operation, 0};
}

void Program::run(const std::vector<HostTensor>& inputs, const std::vector<HostTensor>& outputs) {
  std::vector<Output> sources, results;
  Tensors given(library_, inputs.size()), made(library_, outputs.size());
  for (size_t i = 0; i < inputs.size(); i++) {
    const auto& [type, shape, data, bytes] = inputs[i];
    sources.push_back(place("i", i));
    // Where the memory is not aligned as it wants it, TensorFlow makes a copy.
    given.values[i] = library_.newTensor(type, shape.data(), static_cast<int>(shape.size()), data, bytes,
                                         [](void*, size_t, void*) {}, nullptr);
  }
  for (size_t i = 0; i < outputs.size(); i++) results.push_back(place("o", i));
  Checked status(library_);
  library_.run(session_, nullptr, sources.data(), given.values.data(), static_cast<int>(sources.size()), results.data(),
               made.values.data(), static_cast<int>(results.size()), nullptr, 0, nullptr, status);
  status.require();
  for (size_t i = 0; i < outputs.size(); i++) {
    if (library_.bytes(made.values[i]) != outputs[i].bytes)
      throw Failure("E_ARGUMENT", "result " + std::to_string(i) + " is not as long as its vector");
    std::memcpy(outputs[i].data, library_.data(made.values[i]), outputs[i].bytes);
  }
}

std::vector<std::string> Program::devices() const {
  Checked status(library_);
  Owned<DeviceList> list{library_.listDevices(session_, status), library_.deleteDeviceList};
  status.require();
  std::vector<std::string> types;
  for (int i = 0; i < library_.numDevices(list.value); i++) {
    const char* type = library_.deviceType(list.value, i, status);
    status.require();
    types.emplace_back(type);
  }
  return types;
}

}  // namespace plateau::tensorflow
