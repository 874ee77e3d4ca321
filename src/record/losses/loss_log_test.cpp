#include "record/losses/loss_log.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>

#include "base/crc32c.h"
#include "etude/base/number.h"

namespace etude::inline record {
namespace {

std::string numbers(const auto& values) {
  std::string text;
  for (const auto value : values) text += " " + shortest(static_cast<double>(value));
  return text;
}

/// "a loss: 1 2 / 5 4; lr: 1 / 0.1", a run a line; or the refusal.
std::string told(const Result<std::vector<LossLog>>& logs) {
  if (!logs) return logs.error().message;
  std::string text;
  for (const LossLog& log : *logs) {
    text += (text.empty() ? "" : "\n") + log.run + " " + log.measure + ":" + numbers(log.steps) + " /" +
            numbers(log.losses);
    if (!log.rates.empty()) text += "; lr:" + numbers(log.rate_steps) + " /" + numbers(log.rates);
  }
  return text;
}

/// As a whole, and the same byte by byte.
std::string read(std::string_view text, const LossLogOptions& options = {}) {
  const std::string whole = told(read_loss_logs(text, "x.csv", options));
  LossLogReader reader("x.csv", options);
  Result<void> good;
  for (std::size_t i = 0; i < text.size() && good; ++i) good = reader.take(text.substr(i, 1));
  EXPECT_EQ(good ? told(reader.end()) : good.error().message, whole);
  return whole;
}

struct LogCase {
  std::string_view text;
  std::string expected;
  LossLogOptions options = {};
};

TEST(LossLog, IsReadFromEveryForm) {
  const std::string one = " loss: 10 20 / 5 4; lr: 10 20 / 0.1 0.05";
  const LogCase cases[] = {
      {"step,lr,loss\n10,0.1,5\n20,0.05,4\n", one},
      {"\xef\xbb\xbfloss,acc,step,learning_rate\r\n5,x,10,0.1\r\n\r\n4,,20,0.05", one},
      {"step;lr;loss\r10;0,1;5\r20;0,05;4\r", one},
      {"# of a cluster\nstep\tlr\tloss\n10\t1e-1\t5\n20\t.05\t4", one},
      {"Step,\"lr\",loss\n\"10\",0.1,5\n20.0,0.05,\"4\"\n", one},
      {"run,step,loss\na,10,5\nb,1,3\na,20,4\n", "a loss: 10 20 / 5 4\nb loss: 1 / 3"},
      {"\"Step\",\"a - train/loss\",\"a - train/loss__MIN\",\"b-2 - train/loss\"\n10,5,5,\n20,4,4,3\n",
       "a train/loss: 10 20 / 5 4\nb-2 train/loss: 20 / 3"},
      {"_step,train/global_step,loss\n1,10,5\n2,20,4\n", " loss: 10 20 / 5 4"},
      {"{\"step\": 10, \"loss\": 5, \"lr\": 0.1}\n{\"step\": 20, \"loss\": 4, \"lr\": 0.05, \"text\": \"}\\\"\"}\n",
       one},
      {"{\"step\": 1, \"train\": {\"loss\": NaN}}\r\n{\"step\": 2, \"train\": {\"loss\": -Infinity}}",
       " train/loss: 1 2 / nan -inf"},
      {"\n             \n{\"step\": 1, \"loss\": 2}", " loss: 1 / 2"},
      {"[{\"step\": 10, \"loss\": 5, \"lr\": 0.1},\n {\"step\": 20, \"loss\": 4, \"lr\": 0.05}]", one},
      {"{\n \"epoch\": 1.0, \"best\": {\"x\": []},\n \"log_history\" : [\n  {\"step\": 10, \"loss\": 5, "
       "\"learning_rate\": "
       "0.1, \"epoch\": 0.5},\n  {\"step\": 20, \"loss\": 4, \"learning_rate\": 0.05},\n  {\"step\": 20, \"runtime\": "
       "3}\n "
       "],\n \"max_steps\": 20\n}\n",
       one},
      {"step,loss,eval_loss\n10,5,6\n20,4,\n", " eval_loss: 10 / 6", {.loss = "eval_loss"}},
      {"step,loss,heldout_loss\n10,5,\n20,4,3\n", " loss: 10 20 / 5 4"},
      {"run,step,loss,heldout_loss\na,10,5,3\nb,10,4,3\n", "a loss: 10 / 5\nb loss: 10 / 4"},
      {"step,nll\n10,5\n", " nll: 10 / 5", {.loss = "NLL"}},
  };
  for (const auto& [text, expected, options] : cases) EXPECT_EQ(read(text, options), expected) << text;
}

TEST(LossLog, KeepsRatesWhereTheyLeaveTheLine) {
  EXPECT_EQ(read("step,lr,loss\n1,.1,9\n2,.1,8\n3,.1,7\n4,.05,6\n5,0,5\n6,0,4\n"),
            " loss: 1 2 3 4 5 6 / 9 8 7 6 5 4; lr: 1 3 5 6 / 0.1 0.1 0 0");
}

TEST(LossLog, IsOfNoMoreRunsThanAnybodyMakes) {
  std::string text = "run,step,loss\n";
  for (int i = 0; i <= 10'000; ++i) text += std::to_string(i) + ",1,2\n";
  EXPECT_EQ(
      told(read_loss_logs(text, "x.csv")),
      "line 10002 of x.csv is of run 10001; a log of so many is none: see what the column is that names the runs");
}

TEST(LossLog, KeepsNoMorePointsThanAreAskedForAndTheLast) {
  std::string text = "step,loss\n";
  for (int step = 1; step <= 100; ++step) text += std::to_string(step) + "," + std::to_string(200 - step) + "\n";
  const auto logs = read_loss_logs(text, "x", {.most_points = 10});
  ASSERT_TRUE(logs);
  EXPECT_EQ(numbers((*logs)[0].steps), " 1 17 33 49 65 81 97 100");
  EXPECT_EQ((*logs)[0].losses.back(), 100);
  EXPECT_EQ((*logs)[0].every, 16u);
}

TEST(LossLog, IsRefusedWithItsLine) {
  const LogCase cases[] = {
      {"", "x.csv is empty"},
      {"\n \n", "x.csv is empty"},
      {"\xff\xfes\0t\0", "x.csv is UTF-16; write it as UTF-8"},
      {"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", "x.csv is packed by gzip; unpack it with gunzip"},
      {std::string_view("s\0t\0e\0p\0,\0l\0o\0s\0s\0\n\0", 20), "x.csv is no text, or UTF-16; write it as UTF-8"},
      {"PK\x03\x04 of a zip file", "x.csv is no text; export it as text, such as CSV"},
      {"lr,loss\n0.1,5\n",
       "the first line of x.csv must name the columns, as run,step,lr,loss does, and has no step: \"lr, loss\""},
      {"10,0.1,5\n",
       "the first line of x.csv must name the columns, as run,step,lr,loss does, and has no step: \"10, 0.1, 5\""},
      {"step,lr\n", "x.csv has no loss; call the column loss, or say --loss NAME; its columns are step, lr"},
      {"step,loss\n", "x.csv has no row with a step and a loss; name the loss, as in --loss eval_loss"},
      {"step,loss\n", "x.csv has no column val; its columns are step, loss", {.loss = "val"}},
      {"step,loss,val_loss\n1,5,6\n2,4,5\n",
       "x.csv has more than one loss, loss and val_loss; say which, as in --loss loss"},
      {"step,loss\n1,2,3\n", "line 2 of x.csv: the heading has 2 cells and this line 3"},
      {"step,loss\r\n1,2\r\n2,much\r\n", "line 3 of x.csv: \"much\" is no loss"},
      {"step,loss\n1,3.2%\n", "line 2 of x.csv: \"3.2%\" is no loss"},
      {"step,loss\n1,\"3,2\"\n", "line 2 of x.csv: \"3,2\" is no loss"},
      {"step;loss\n1.000;3,2\n2.000;3,1\n",
       "line 2 of x.csv: step \"1.000\" may be one or a thousand; write steps without separators, as in 1000"},
      {"step\tloss\n12,000,000\t3\n",
       "line 2 of x.csv: step \"12,000,000\" may be one or a thousand; write steps without separators, as in 1000"},
      {"step,loss,loss\n1,2,3\n", "x.csv has two columns loss; leave one of them"},
      {"step,lr,lr,loss\n1,1,2,3\n", "x.csv has two columns lr; leave one of them"},
      {"step,lr,learning_rate,loss\n1,.1,.2,3\n",
       "line 2 of x.csv: step 1 has two rates, 0.1 and 0.2; leave one of them"},
      {"step,loss\n1.5,2\n", "line 2 of x.csv: 1.5 is no step; steps are 0, 1, 2, ..."},
      {"step,loss,lr\n1,2,-1\n", "line 2 of x.csv: -1 is no learning rate"},
      {"run,step,loss\na,1,2\na,1,2\n",
       "line 3 of x.csv: step 1 of run a follows step 1; sort the rows by step, and part runs by a column run"},
      {"name,seed,step,loss\na,0,1,2\na,1,1,2\n",
       "line 3 of x.csv: step 1 of run a follows step 1; give a log of one seed, as --seeds 1 makes it"},
      {"{\"step\": 1, \"loss\": }",
       "the object that ends on line 1 of x.csv: line 1, column 21: expected a value (a string in double quotes, a "
       "number, true, false, null, [ or {), not '}'"},
      {"{\"step\": 1}\n{\"step\"",
       "the object that begins on line 2 of x.csv has no end; mend that line, or leave it out"},
      {"{\"step\": 1, \"lo\n{\"step\": 2, \"loss\": 3}\n",
       "the object that begins on line 1 of x.csv has no end; mend that line, or leave it out"},
      {"[{\"step\": 1, \"loss\": 2}", "x.csv ends within a list; it is cut short"},
      {"{\"step\": 1, \"loss\": 2}\n]\n{\"step\": 2, \"loss\": 3}",
       "line 2 of x.csv: \"]\" closes no list; leave it out"},
      {"[{\"step\": 1, \"loss\": 2}]\n[{\"step\": 2, \"loss\": 3}]",
       "line 2 of x.csv: something follows the end of the list; give each list as a log of its own"},
      {"{\"log_history\": [{\"step\": 1, \"loss\": 2}], \"a\": [\"]}\", {}]}\n{\"log_history\": []}",
       "line 2 of x.csv: something follows the end of the list; give each list as a log of its own"},
      {"{\"step\": 1}\nstep", "line 2 of x.csv: expected an object, as in {\"step\": 10, \"loss\": 2.5}"},
  };
  for (const auto& [text, expected, options] : cases) EXPECT_EQ(read(text, options), expected) << text;
}

std::string fixed_bytes(std::uint64_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}

/// A field of a message, shorter than 128 bytes.
std::string field_of(int number, const std::string& bytes) {
  return std::string{static_cast<char>(number << 3 | 2), static_cast<char>(bytes.size())} + bytes;
}

std::string event_record(const std::string& event) {
  const std::string length = fixed_bytes(event.size(), 8);
  return length + fixed_bytes(masked_crc32c(length), 4) + event + fixed_bytes(masked_crc32c(event), 4);
}

std::string event_of(char step, const std::string& values) {
  return event_record(std::string{'\x10', step} + field_of(5, values));
}

std::string simple_value(const std::string& tag, float value) {
  return field_of(1, field_of(1, tag) + "\x15" + fixed_bytes(std::bit_cast<std::uint32_t>(value), 4));
}

std::string tensor_value(const std::string& tag, float value) {
  const std::string number = fixed_bytes(std::bit_cast<std::uint32_t>(value), 4);
  return field_of(1, field_of(1, tag) + field_of(8, "\x08\x01" + field_of(2, "") + field_of(4, number)));
}

TEST(LossLog, IsReadFromEventFiles) {
  const std::string version = event_record(field_of(3, "brain.Event:2"));
  const std::string text = version + event_of(10, simple_value("train/loss", 5) + simple_value("acc", 1)) +
                           event_of(10, tensor_value("lr-AdamW", 0.5)) + event_of(20, tensor_value("train/loss", 4));
  const std::string expected = " train/loss: 10 20 / 5 4; lr: 10 / 0.5";
  EXPECT_EQ(read(text), expected);
  EXPECT_EQ(read(text + event_of(30, simple_value("train/loss", 3)).substr(0, 20)), expected);  // still being written
  std::string damaged = text;
  damaged[damaged.size() - 10] ^= 1;
  EXPECT_EQ(read(damaged), "record 4 of x.csv is damaged; copy the file anew");
  EXPECT_EQ(read(version), "x.csv has no row with a step and a loss; name the loss, as in --loss eval_loss");
}

}  // namespace
}  // namespace etude::record
