// Failure: what a promise is rejected with. `code` tells kinds apart.
#pragma once
#include <stdexcept>
#include <string>
#include <utility>

namespace plateau::cpu {

class Failure : public std::runtime_error {
 public:
  Failure(std::string code, const std::string& message) : std::runtime_error(message), code(std::move(code)) {}
  std::string code;
};

}  // namespace plateau::cpu
