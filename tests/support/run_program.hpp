#pragma once
// Runs the built program as a user would, without a shell and with an environment of its own, in a
// temporary folder; keeps what it wrote and its exit status.

#include <csignal>
#include <fcntl.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_folder.hpp"

namespace verloop::test {

struct Ran {
  int status = -1;  // -1: it did not end by itself.
  std::string out, err;
  std::string all() const { return out + err; }
};

class Program {
 public:
  using Words = std::vector<std::string>;

  const std::filesystem::path& folder() const { return folder_.path(); }
  std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  /// Starts it and goes on; `user` 0 stays who it is.
  pid_t start(const Words& arguments, const Words& environment = {}, uid_t user = 0) const {
    Words words{VERLOOP_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return start_other(words, environment, user);
  }

  /// Another program, looked up where programs lie, with its arguments.
  pid_t start_other(Words words, const Words& environment = {}, uid_t user = 0) const {
    Words variables = environment;
    variables.emplace_back("LANG=en_US.UTF-8");
    for (const char* name : {"PATH", "HOME"}) {
      const char* value = std::getenv(name);
      if (value != nullptr) variables.push_back(std::string(name) + "=" + value);
    }
    const pid_t child = ::fork();
    if (child != 0) return child;
    redirect("stdout", STDOUT_FILENO);
    redirect("stderr", STDERR_FILENO);
    const bool is_ready = ::chdir(folder_.path().c_str()) == 0 &&
                          (user == 0 || (::setgid(user) == 0 && ::setuid(user) == 0));
    if (is_ready)
      ::execvpe(words.front().c_str(), pointers(words).data(), pointers(variables).data());
    ::_exit(127);
  }

  Ran wait(pid_t child) const {
    int how = 0;
    ::waitpid(child, &how, 0);
    return {WIFEXITED(how) ? WEXITSTATUS(how) : -1, read_file(folder_ / "stdout"),
            read_file(folder_ / "stderr")};
  }

  Ran run(const Words& words, const Words& environment = {}, uid_t user = 0) const {
    return wait(start(words, environment, user));
  }

 private:
  void redirect(const char* name, int descriptor) const {
    const int file = ::open((folder_ / name).c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    ::dup2(file, descriptor);
    ::close(file);
  }

  static std::vector<char*> pointers(Words& words) {
    std::vector<char*> all;
    for (std::string& word : words) all.push_back(word.data());
    all.push_back(nullptr);
    return all;
  }

  TemporaryFolder folder_;
};

inline std::string scenario_file(const std::string& name) {
  return std::string(VERLOOP_ROOT) + "/tests/scenarios/" + name + ".yaml";
}

/// Each file below a folder with its bytes: equal before and after when nothing was changed.
inline std::map<std::string, std::string> contents_of(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    files[entry.path().string()] = entry.is_regular_file() ? read_file(entry.path()) : "";
  }
  return files;
}

}  // namespace verloop::test
