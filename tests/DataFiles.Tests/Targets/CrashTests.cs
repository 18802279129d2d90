using System.Globalization;
using Levada.DataFiles.Targets;
using Levada.Transfer;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Tests.Targets;

/// <summary>Stops a run before each of its steps in turn, and looks what the next run finds.</summary>
public sealed class CrashTests
{
    private const string Target = "/data/emp";

    /// <summary>The ways in which a run meets its target.</summary>
    public static TheoryData<string> Scenarios =>
    [
        "create", "create in missing directories", "create elsewhere staged", "append", "append elsewhere staged", "append to nothing",
        "append to nothing with gaps", "replace", "replace elsewhere staged", "replace without exchange", "replace nothing", "replace a file",
    ];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_run_that_ends_before_any_step_leaves_the_target_as_it_was_or_complete(string name)
    {
        var scenario = new Scenario(name);
        for (var step = 0; step < scenario.StepCount; step++)
        {
            var disk = scenario.NewDisk();
            scenario.CrashAt(step, disk);
            scenario.CheckAfter(disk, $"step {step}");
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_loss_of_power_before_any_step_leaves_the_target_as_it_was_or_complete(string name)
    {
        var scenario = new Scenario(name);
        for (var step = 0; step <= scenario.StepCount; step++)
            for (var seed = 0; seed < 12; seed++)
            {
                var disk = scenario.NewDisk();
                scenario.CrashAt(step, disk);
                scenario.CheckAfter(disk.LosePower(new Random(seed), isOrdered: seed % 2 == 0), $"step {step} seed {seed}");
            }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_recovery_may_itself_end_before_any_step(string name)
    {
        var scenario = new Scenario(name);
        for (var step = 0; step < scenario.StepCount; step++)
            for (var recoveryStep = 0; ; recoveryStep++)
            {
                var disk = scenario.NewDisk();
                scenario.CrashAt(step, disk);
                var stepped = new SteppedDisk(disk) { FailAt = recoveryStep };
                var isThrough = !scenario.Crashes(() => scenario.Recover(stepped));
                scenario.CheckAfter(disk.LosePower(new Random(step), isOrdered: true), $"step {step}, {recoveryStep}");
                if (isThrough)
                    break;
            }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_step_that_the_disk_refuses_fails_the_run_and_leaves_the_target_as_it_was(string name)
    {
        var scenario = new Scenario(name);
        for (var step = 0; step < scenario.StepCount; step++)
            foreach (var isLasting in new[] { false, true })
            {
                var disk = scenario.NewDisk();
                var refusing = new SteppedDisk(disk) { FailAt = step, IsLasting = isLasting, Failure = () => new IOException("No space left on device") };
                var failure = Record.Exception(() => scenario.Import.Run(refusing));
                Assert.True(failure is null or TransferException, $"step {step}: {failure}");
                // Told after the commit, a failure is about what follows it; else the commit was taken back, or is left to the next run.
                if (failure is not null && !failure.Message.Contains("next run", StringComparison.Ordinal))
                    Assert.True(scenario.IsFollowedUp ? scenario.IsComplete(disk) : scenario.IsAsBefore(disk), $"step {step}: {failure.Message}\n{disk.Dump("/")}");
                scenario.CheckAfter(disk, $"step {step}");
            }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void What_was_committed_survives_a_loss_of_power(string name)
    {
        var scenario = new Scenario(name);
        for (var seed = 0; seed < 40; seed++)
        {
            var disk = scenario.NewDisk();
            scenario.Import.Run(disk);
            Assert.True(scenario.IsComplete(disk.LosePower(new Random(seed), isOrdered: seed % 2 == 0)));
        }
    }

    [Fact]
    public void A_note_that_survives_a_loss_of_power_finds_all_that_it_counts_on()
    {
        var import = new Import(Target, TargetMode.Create) { IsResumed = true };
        for (var seed = 0; seed < 200; seed++)
        {
            var disk = new SimulatedDisk(canExchange: true);
            disk.CreateDirectory("/data", isPrivate: false);
            disk.Settle();
            var process = new SteppedDisk(disk);
            var target = import.Open(process);
            Import.WritePart(target, 0, "a1");
            var part = target.OpenPart(1, default);
            target.LargeObjects(1).Store(new MemoryStream([1, 2, 3]), default);
            part.Write(LineWriter.Batch("b1"), default);
            target.SaveResumeNote($"{part.Cut(default)}", default);
            part.Write(LineWriter.Batch("b2"), default);
            process.EndProcess();

            var after = disk.LosePower(new Random(seed), isOrdered: seed % 2 == 0);
            using (var resumed = import.Open(after))
            {
                using var rest = resumed.ReopenPart(1, long.Parse(resumed.ResumeNote!, CultureInfo.InvariantCulture), default);
                rest.Write(LineWriter.Batch("b3"), default);
                rest.Complete(default);
                resumed.Commit(null, default);
            }

            Assert.Equal("/\n/_SUCCESS=\n/_lob/\n/_lob/large_obj_1.lob=010203\n/part-m-00000=61310A\n/part-m-00001=62310A62330A\n", after.Dump(Target));
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_run_that_is_given_up_leaves_nothing(string name)
    {
        var scenario = new Scenario(name);
        var disk = scenario.NewDisk();
        var before = disk.Dump("/");
        (scenario.Import with { IsAbandoned = true }).Run(disk);
        Assert.Equal(before, disk.Dump("/"));
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_run_that_is_through_leaves_nothing_beside_the_target(string name)
    {
        var scenario = new Scenario(name);
        var disk = scenario.NewDisk();
        scenario.Import.Run(disk);
        Assert.DoesNotContain("/.", disk.Dump("/"), StringComparison.Ordinal);
        Assert.True(scenario.IsComplete(disk));
    }

    /// <summary>A disk before the run, the run, and what the target may look like afterwards.</summary>
    private sealed class Scenario
    {
        private readonly string _name;
        private readonly string _before;
        private readonly string _complete;
        private int _doneCount;

        public Scenario(string name)
        {
            _name = name;
            Import = ImportOf(name) with { DoFollowUp = () => Do("last value 42") };
            var disk = NewDisk();
            _before = disk.Dump(Target);
            var steps = new SteppedDisk(disk);
            Import.Run(steps);
            _complete = disk.Dump(Target);
            StepCount = steps.StepCount;
            Assert.NotEqual(_before, _complete);
            Assert.InRange(StepCount, 20, 200);
        }

        public Import Import { get; }

        public int StepCount { get; }

        public bool Crashes(Action action)
        {
            try
            {
                action();
                return false;
            }
            catch (SteppedDisk.Crash)
            {
                return true;
            }
        }

        /// <summary>What the next run does before anything else, and the sweep that opening for it brings.</summary>
        public void Recover(IDisk disk)
        {
            ImportTargets.RollForward(Target, Do, disk);
            new Import(Target, TargetMode.Replace) { IsAbandoned = true, Parts = [] }.Run(disk);
        }

        public SimulatedDisk NewDisk()
        {
            var disk = new SimulatedDisk(canExchange: !_name.Contains("without exchange", StringComparison.Ordinal));
            if (!_name.Contains("missing directories", StringComparison.Ordinal))
                disk.CreateDirectory("/data", isPrivate: false);
            if (_name.Contains("elsewhere", StringComparison.Ordinal))
                disk.CreateDirectory("/elsewhere", isPrivate: false);
            if (_name == "replace a file")
                disk.Create(Target).Write("old"u8);
            else if (_name.StartsWith("append", StringComparison.Ordinal) && !_name.Contains("nothing", StringComparison.Ordinal))
                new Import(Target, TargetMode.Create) { LargeValue = "old large value" }.Run(disk);
            else if (_name.StartsWith("replace", StringComparison.Ordinal) && !_name.Contains("nothing", StringComparison.Ordinal))
                new Import(Target, TargetMode.Create) { LargeValue = "old large value", Parts = [["old"], ["older"]] }.Run(disk);
            disk.Settle();
            _doneCount = 0;
            return disk;
        }

        public void CrashAt(int step, SimulatedDisk disk) => Crashes(() => Import.Run(new SteppedDisk(disk) { FailAt = step }));

        public bool IsAsBefore(SimulatedDisk disk) => disk.Dump(Target) == _before;

        public bool IsComplete(SimulatedDisk disk) => disk.Dump(Target) == _complete;

        public bool IsFollowedUp => _doneCount > 0;

        public void CheckAfter(SimulatedDisk disk, string place)
        {
            Recover(disk);
            Assert.True(IsComplete(disk) || IsAsBefore(disk), $"{place}:\n{disk.Dump("/")}");
            // What has to follow a commit is done at least once, and never without the commit.
            Assert.True(IsComplete(disk) == _doneCount > 0, $"{place}: complete {IsComplete(disk)}, followed up {_doneCount} times");
            Assert.DoesNotContain("/.", disk.Dump("/"), StringComparison.Ordinal);
        }

        private void Do(string followUp)
        {
            Assert.Equal("last value 42", followUp);
            _doneCount++;
        }

        private static Import ImportOf(string name)
        {
            var mode = name.Split(' ')[0] switch
            {
                "create" => TargetMode.Create,
                "append" => TargetMode.Append,
                _ => TargetMode.Replace,
            };
            return new Import(Target, mode)
            {
                LargeValue = "a large value",
                FollowUp = "last value 42",
                TemporaryRoot = name.Contains("elsewhere", StringComparison.Ordinal) ? "/elsewhere" : null,
                Codec = name == "create" ? "snappy" : null,
                Parts = name.Contains("gaps", StringComparison.Ordinal) ? [["a"], ["b"]] : [["a1", "a2"], [], ["c1"]],
            };
        }
    }
}
