// Program: a graph in a session of its own, which TensorFlow compiles when it is run first.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "library.h"

namespace plateau::tensorflow {

// A piece of a vector that JavaScript keeps alive and still.
struct HostTensor {
  DataType type;
  std::vector<int64_t> shape;
  void* data;
  size_t bytes;
};

class Program {
 public:
  // Placeholders are called i0, i1, …; results o0, o1, …
  Program(const Library& library, const std::string& graphDef, const std::string& config);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // Reads the inputs and overwrites the outputs, which are float32.
  void run(const std::vector<HostTensor>& inputs, const std::vector<HostTensor>& outputs);
  // "CPU", "GPU", …, one for each device.
  std::vector<std::string> devices() const;

 private:
  Output place(const char* prefix, size_t index) const;

  const Library& library_;
  Graph* graph_ = nullptr;
  TensorflowSession* session_ = nullptr;
};

}  // namespace plateau::tensorflow
