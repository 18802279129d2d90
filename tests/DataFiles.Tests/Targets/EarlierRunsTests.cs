using Levada.DataFiles.Targets;
using Levada.Transfer;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Tests.Targets;

public sealed class EarlierRunsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly LocalDisk _disk = new();

    private string Target => _directory["emp"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Two_runs_into_one_target_at_a_time_do_not_get_on()
    {
        using (new Import(Target, TargetMode.Append).Open(_disk))
        {
            var failure = Assert.Throws<TransferException>(() => new Import(Target, TargetMode.Append).Open(_disk));
            Assert.Contains($"Another run is writing to {Target} (process {Environment.ProcessId} on", failure.Message);
            new Import(_directory["emp2"], TargetMode.Append).Run(_disk);
        }

        new Import(Target, TargetMode.Append).Run(_disk);
    }

    [Fact]
    public void A_run_refused_for_the_lock_leaves_the_directories_of_the_one_that_holds_it()
    {
        var import = new Import(_directory["a/b/emp"], TargetMode.Create);
        using var first = import.Open(_disk);
        Assert.Throws<TransferException>(() => import.Open(_disk));
        Import.WritePart(first, 0, "a");
        first.Commit(null, default);
        Assert.True(File.Exists(_directory["a/b/emp/part-m-00000"]));
    }

    [Fact]
    public void A_lock_file_that_nobody_holds_any_more_is_taken_over()
    {
        File.WriteAllText(_directory[".emp.lock"], "process 1 on another machine");
        new Import(Target, TargetMode.Create) { Parts = [["a"]] }.Run(_disk);
        Assert.Equal(["emp/", "emp/_SUCCESS", "emp/part-m-00000"], _directory.Names());
    }

    [Fact]
    public void Of_many_that_want_a_target_at_once_one_gets_it_at_a_time()
    {
        var holders = 0;
        var turns = 0;
        Parallel.For(0, 8, _ =>
        {
            for (var turn = 0; turn < 50; turn++)
            {
                var holder = "test";
                using var held = _disk.TryLock(_directory["lock"], ref holder);
                if (held is null)
                    continue;
                Assert.Equal(1, Interlocked.Increment(ref holders));
                Interlocked.Increment(ref turns);
                Interlocked.Decrement(ref holders);
            }
        });
        Assert.True(turns > 0);
        Assert.Empty(_directory.Names());
    }

    [Fact]
    public void What_a_dead_run_staged_is_removed_by_the_next_and_others_are_left_alone()
    {
        Interrupt(new Import(Target, TargetMode.Create), null);
        Directory.CreateDirectory(_directory[".emp.0123456789abcdef0"]);
        Directory.CreateDirectory(_directory[".emp.notes"]);
        File.WriteAllText(_directory[Path.Join(Directory.CreateDirectory(_directory[".emp.fedcba9876543210"]).Name, "thesis")], "somebody's");
        Directory.CreateDirectory(_directory[".emp2.0123456789abcdef"]);
        using (var target = new Import(Target, TargetMode.Create).Open(_disk))
        {
            Assert.Contains(target.Notices, notice => notice.Contains("ended early", StringComparison.Ordinal));
            target.Commit(null, default);
        }

        Assert.Equal([".emp.0123456789abcdef0/", ".emp.fedcba9876543210/", ".emp.fedcba9876543210/thesis", ".emp.notes/", ".emp2.0123456789abcdef/", "emp/", "emp/_SUCCESS"], _directory.Names());
    }

    [Fact]
    public void A_dead_run_staged_elsewhere_is_removed_there_too()
    {
        Directory.CreateDirectory(_directory["tmp"]);
        Interrupt(new Import(Target, TargetMode.Create) { TemporaryRoot = _directory["tmp"] }, null);
        new Import(Target, TargetMode.Create) { Parts = [] }.Run(_disk);
        Assert.Equal(["emp/", "emp/_SUCCESS", "tmp/"], _directory.Names());
    }

    [Fact]
    public void A_target_is_freed_of_dead_runs_without_being_written_and_of_no_living_one()
    {
        Assert.Empty(ImportTargets.Settle(_directory["nowhere/emp"]));
        Interrupt(new Import(Target, TargetMode.Create), "note");
        using (new Import(_directory["emp2"], TargetMode.Create).Open(_disk))
        {
            var names = _directory.Names();
            Assert.Empty(ImportTargets.Settle(_directory["emp2"]));
            Assert.Equal(names, _directory.Names());
        }

        Assert.Contains("ended early", Assert.Single(ImportTargets.Settle(Target)));
        Assert.Empty(_directory.Names());
        Assert.Empty(ImportTargets.Settle(Target));
    }

    [Fact]
    public void A_journal_that_points_outside_moves_nothing()
    {
        var staging = Directory.CreateDirectory(_directory[".emp.0123456789abcdef"]).FullName;
        Directory.CreateDirectory(Path.Join(staging, "data"));
        Directory.CreateDirectory(Target);
        File.WriteAllText(_directory["victim"], "");
        foreach (var (from, to) in new[] { ("../../victim", "x"), ("x", "../x"), ("_lob/../../../victim", "x"), ("..", "x"), ("", "x") })
        {
            var journal = new CommitJournal(CommitJournal.CurrentVersion, CommitKind.Append, null, [new CommitMove(from, to)], null);
            File.WriteAllBytes(Path.Join(staging, "journal"), journal.ToBytes());
            Assert.Contains("journal", Assert.Throws<TransferException>(() => new Import(Target, TargetMode.Append).Open(_disk)).Message);
        }

        Assert.True(File.Exists(_directory["victim"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"Version\":2,\"Kind\":0,\"Moves\":[]}")]
    [InlineData("{\"Version\":1,\"Kind\":9,\"Moves\":[]}")]
    [InlineData("{\"Version\":1,\"Kind\":0}")]
    [InlineData("{\"Version\":1,\"Kind\":2,\"Moves\":[null]}")]
    public void A_journal_that_cannot_be_read_stops_the_next_run(string journal)
    {
        var staging = Directory.CreateDirectory(_directory[".emp.0123456789abcdef"]).FullName;
        File.WriteAllText(Path.Join(staging, "journal"), journal);
        Assert.Contains(staging, Assert.Throws<TransferException>(() => new Import(Target, TargetMode.Append).Open(_disk)).Message);
        Assert.True(File.Exists(Path.Join(staging, "journal")));
    }

    [Fact]
    public void What_follows_a_commit_is_kept_until_it_is_confirmed()
    {
        using (var target = new Import(Target, TargetMode.Append).Open(_disk))
        {
            Import.WritePart(target, 0, "a");
            target.Commit("last value 1", default);
            Assert.Equal("last value 1", target.PendingFollowUp);
        }

        using (var target = new Import(Target, TargetMode.Append).Open(_disk))
        {
            Assert.Equal("last value 1", target.PendingFollowUp);
            Assert.Throws<InvalidOperationException>(() => target.Commit(null, default));
        }

        Assert.Throws<ArithmeticException>(() => ImportTargets.RollForward(Target, _ => throw new ArithmeticException()));
        var told = new List<string>();
        ImportTargets.RollForward(Target, told.Add);
        ImportTargets.RollForward(Target, told.Add);
        Assert.Equal(["last value 1"], told);
        Assert.Equal(["emp/", "emp/part-m-00000"], _directory.Names());
    }

    [Fact]
    public void An_interrupted_run_is_gone_on_from_where_it_made_a_note()
    {
        Interrupt(new Import(Target, TargetMode.Create) { Codec = "gzip" }, "part 0 whole, part 1 to here");
        var writers = new LineWriter.Factory();
        using (var target = new Import(Target, TargetMode.Create) { Codec = "gzip", IsResumed = true }.Open(_disk, writers))
        {
            var note = target.ResumeNote!.Split(':');
            Assert.Equal("part 0 whole, part 1 to here", note[0]);
            using (var part = target.ReopenPart(1, long.Parse(note[1]), default))
            {
                part.Write(LineWriter.Batch("b3"), default);
                part.Complete(default);
            }

            Import.WritePart(target, 2, "c1");
            target.Commit(null, default);
        }

        Assert.Equal(["emp/", "emp/_SUCCESS", "emp/_lob/", "emp/_lob/large_obj_0.lob", "emp/part-m-00000.gz", "emp/part-m-00001.gz", "emp/part-m-00002.gz"], _directory.Names());
        Assert.Equal("a1\n", Unzip("emp/part-m-00000.gz"));
        Assert.Equal("b1\nb3\n", Unzip("emp/part-m-00001.gz"));
        Assert.Equal("c1\n", Unzip("emp/part-m-00002.gz"));
    }

    [Fact]
    public void A_whole_part_may_be_gone_on_with_from_an_earlier_length()
    {
        Interrupt(new Import(Target, TargetMode.Create), "note");
        var writers = new LineWriter.Factory();
        using var target = new Import(Target, TargetMode.Create) { IsResumed = true }.Open(_disk, writers);
        using (var part = target.ReopenPart(0, 3, default))
        {
            part.Write(LineWriter.Batch("more"), default);
            part.Complete(default);
        }

        Assert.Equal("a1\n", writers.ExistingText);
        Assert.Throws<TransferException>(() => target.ReopenPart(1, 1000, default));
        target.Commit(null, default);
        Assert.Equal("a1\nmore\n", _directory.Text("emp/part-m-00000"));
    }

    [Fact]
    public void A_run_that_does_not_go_on_from_an_interrupted_one_takes_nothing_of_it()
    {
        Interrupt(new Import(Target, TargetMode.Create), "note");
        using (var target = new Import(Target, TargetMode.Create) { IsResumed = true }.Open(_disk))
        {
            target.DiscardStaged();
            Assert.Null(target.ResumeNote);
            Import.WritePart(target, 5, "z");
            target.Commit(null, default);
        }

        Assert.Equal(["emp/", "emp/_SUCCESS", "emp/part-m-00005"], _directory.Names());
    }

    [Theory]
    [InlineData(false, "gzip")]
    [InlineData(true, "bzip2")]
    public void A_run_that_does_not_resume_or_names_its_files_otherwise_begins_anew(bool isResumed, string codec)
    {
        Interrupt(new Import(Target, TargetMode.Create) { Codec = "gzip" }, "note");
        using (var target = new Import(Target, TargetMode.Create) { Codec = codec, IsResumed = isResumed }.Open(_disk))
        {
            Assert.Null(target.ResumeNote);
            target.Commit(null, default);
        }

        Assert.Equal(["emp/", "emp/_SUCCESS"], _directory.Names());
    }

    [Fact]
    public void A_failed_run_keeps_what_it_staged_only_when_there_is_a_note_to_go_on_from()
    {
        using (var target = new Import(Target, TargetMode.Create).Open(_disk))
        {
            Import.WritePart(target, 0, "a");
            target.KeepForResume();
        }

        Assert.Empty(_directory.Names());
        using (var target = new Import(Target, TargetMode.Create).Open(_disk))
        {
            target.KeepForResume();
            Import.WritePart(target, 0, "a");
            target.SaveResumeNote("note", default);
        }

        Assert.NotEmpty(_directory.Names());
        using (var target = new Import(Target, TargetMode.Create) { IsResumed = true }.Open(_disk))
            Assert.Equal("note", target.ResumeNote);
        Assert.Empty(_directory.Names());
    }

    [Fact]
    public void A_process_that_ends_between_two_steps_on_the_real_disk_leaves_the_target_as_it_was_or_complete()
    {
        foreach (var mode in new[] { TargetMode.Create, TargetMode.Append, TargetMode.Replace })
        {
            var import = new Import(Target, mode) { LargeValue = "a large value" };
            var before = Prepare(mode);
            var steps = new SteppedDisk(_disk) { IsSyncSkipped = true };
            import.Run(steps);
            var complete = _directory.Names();
            for (var step = 0; step < steps.StepCount; step++)
            {
                Prepare(mode);
                Record.Exception(() => import.Run(new SteppedDisk(_disk) { IsSyncSkipped = true, FailAt = step }));
                new Import(Target, TargetMode.Replace) { IsAbandoned = true }.Run(_disk);
                Assert.True(_directory.Names().SequenceEqual(before) || _directory.Names().SequenceEqual(complete), $"{mode} {step}");
            }
        }
    }

    private string[] Prepare(TargetMode mode)
    {
        foreach (var entry in Directory.GetDirectories(_directory.Path))
            Directory.Delete(entry, recursive: true);
        if (mode != TargetMode.Create)
            new Import(Target, TargetMode.Create) { Parts = [["old"]] }.Run(_disk);
        return _directory.Names();
    }

    /// <summary>A run that dies with part 0 whole, part 1 half written and cut once, and a large value.</summary>
    private void Interrupt(Import import, string? note)
    {
        var disk = new SteppedDisk(_disk);
        var target = import.Open(disk);
        target.LargeObjects(0).Store(new MemoryStream([1, 2, 3]), default);
        Import.WritePart(target, 0, "a1");
        var part = target.OpenPart(1, default);
        part.Write(LineWriter.Batch("b1"), default);
        var length = part.Cut(default);
        if (note is not null)
            target.SaveResumeNote($"{note}:{length}", default);
        part.Write(LineWriter.Batch("b2"), default);
        part.Cut(default);
        disk.EndProcess();
    }

    private string Unzip(string name)
    {
        using var reader = new StreamReader(Levada.DataFiles.Codecs.CompressionCodec.Find("gzip")!.Decompress(File.OpenRead(_directory[name])));
        return reader.ReadToEnd();
    }
}
