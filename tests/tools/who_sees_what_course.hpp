#pragma once
// A course of one procedure (tests/tools/who_sees_what/top.yaml or ot.yaml), played in a folder of
// its own, and what everybody in it is shown, held to the table.

#include <compare>

#include "tests/support/run_program.hpp"
#include "tests/tools/who_sees_what.hpp"

namespace verloop::test::who {

/// Somebody in the course. Whose id ends in `-9` has nothing to do with its cases.
struct Actor {
  std::string id, role;
  std::int64_t own = 0;  // The number of the pupil that is the actor's own, if any.
  bool is_stranger() const { return id.ends_with("-9"); }
};

/// An event of the course, as all that anybody was shown of it.
struct Happened {
  std::string type;
  std::int64_t member = 0;             // The pupil that it is about; 0: none.
  std::map<std::string, bool> fields;  // Field -> whether it is open.
};

/// Case and version.
struct Place {
  std::string of;
  std::uint64_t version = 0;
  friend auto operator<=>(const Place&, const Place&) = default;
};

class Course {
 public:
  /// `top` or `ot`, played in the folder of `program`. The table and the program outlive it.
  Course(std::string procedure, const Table& table, const Program& program);

  /// Plays it; under another text of the procedure, with a higher version, when one is given.
  /// Empty when all went well.
  std::string play(const std::string& changed = {}) const;

  /// Asks everybody for the history of each case; the other questions need it.
  void look();

  /// What somebody is shown of an event, or is not, otherwise than the table says.
  std::vector<std::string> faults_of_fields() const;
  /// Played once more with a look of everybody at the end: canaries that are in nothing that
  /// somebody gets who is to have them, or in anything of somebody who is not: state, history,
  /// actions, compliance, in both languages, and bundle. Empty when there are none.
  std::string faults_of_words(const std::string& changed = {}) const;
  /// Numbers that are in what somebody is shown of the changing state, and may not be.
  std::vector<std::string> faults_of_numbers() const;
  /// What the exports hold beyond what who makes them is shown, and anything sealed.
  std::vector<std::string> faults_of_exports() const;
  /// Who searches the access log and may not, or the other way round.
  std::vector<std::string> faults_of_access_log(const Row& row) const;
  /// Looks at anonymised copies, which are by exception, that the access log does not have.
  std::vector<std::string> faults_of_looks() const;
  /// Events that reached somebody in another way, and fields of them, that the history does not
  /// show, or the other way round; and canaries in what came with them.
  std::vector<std::string> faults_of_feed(const Actor& actor,
                                          const std::vector<boost::json::object>& events) const;
  /// Canaries in a text that is for nobody in particular.
  std::vector<std::string> faults_of_text(const std::string& what, const std::string& text) const;
  /// Of an export of cases in which `type_in`, an expression, finds the types of events.
  std::vector<std::string> faults_of_mining(const std::string& form,
                                            const std::string& type_in) const;
  /// Whoever has nothing to do with the cases, and is answered.
  std::vector<std::string> faults_of_strangers() const;
  /// Events and fields that the table does not have, and entries of it that nothing came of.
  std::vector<std::string> faults_of_the_table() const;

  const std::vector<Actor>& actors() const { return actors_; }
  std::string name_of(const Actor& actor) const { return procedure_ + "." + actor.id; }
  Ran ask(Program::Words words, const Actor& actor) const;
  /// How many events the histories of somebody hold.
  std::size_t count_of(const Actor& actor) const;

 private:
  bool reaches(const Actor& actor, const std::string& case_name) const;
  Sees level(const Actor& actor, const std::string& type, const std::string& field) const;
  /// Whether the table shows the actor the field, or the event where `field` is empty.
  bool may_see(const Actor& actor, const Happened& event, const std::string& field) const;
  /// Whether that is so for a field of the case that holds the canary.
  bool may_see_word(const Actor& actor, const std::string& canary,
                    const std::string& case_name) const;
  bool may_see_number(const Actor& actor, std::int64_t number) const;
  std::string look_of(const Actor& actor, const std::string& case_name) const;
  /// Writes the changed procedure and its catalogues; their names.
  Program::Words written(const std::string& changed) const;
  void note(const std::string& case_name, const Actor& actor, const boost::json::object& event);
  void note_numbers(const Place& place, const std::string& field, const boost::json::value& value);

  std::string procedure_;
  const Table& table_;
  const Program& program_;
  std::vector<Actor> actors_;
  std::set<std::string> canaries_;
  std::map<Place, Happened> happened_;
  std::map<std::string, std::map<Place, std::set<std::string>>> shown_;  // By actor's id.
  std::map<std::string, std::size_t> counts_;     // By actor's id: of all events, findings too.
  std::map<std::string, std::string> histories_;  // By actor's id: with what each event changed.
  // Where canaries and numbers stand: place and field.
  std::map<std::string, std::set<std::pair<Place, std::string>>> words_;
  std::map<std::int64_t, std::vector<std::pair<Place, std::string>>> numbers_;
};

}  // namespace verloop::test::who
