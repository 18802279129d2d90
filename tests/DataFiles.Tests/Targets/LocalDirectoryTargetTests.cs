using System.Collections.Immutable;
using System.Text;
using Levada.DataFiles.Codecs;
using Levada.DataFiles.Targets;
using Levada.Transfer;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Tests.Targets;

public sealed class LocalDirectoryTargetTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly LocalDisk _disk = new();

    private string Target => _directory["emp"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_run_becomes_a_directory_of_part_files_and_a_mark()
    {
        new Import(Target, TargetMode.Create).Run(_disk);
        Assert.Equal(["emp/", "emp/_SUCCESS", "emp/part-m-00000", "emp/part-m-00001", "emp/part-m-00002"], _directory.Names());
        Assert.Equal("a1\na2\n", _directory.Text("emp/part-m-00000"));
        Assert.Equal("", _directory.Text("emp/part-m-00001"));
        Assert.Equal("", _directory.Text("emp/_SUCCESS"));
    }

    [Fact]
    public void Nothing_is_seen_of_a_run_before_its_commit()
    {
        using var target = new Import(Target, TargetMode.Create).Open(_disk);
        Import.WritePart(target, 0, "a");
        Assert.False(Directory.Exists(Target));
        target.Commit(null, default);
        Assert.Equal(["_SUCCESS", "part-m-00000"], Directory.GetFiles(Target).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Properties_choose_the_base_name_and_leave_the_mark_out()
    {
        var properties = ImmutableSortedDictionary<string, string>.Empty
            .Add("mapreduce.output.basename", "x").Add("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
        new Import(Target, TargetMode.Create) { Properties = properties }.Run(_disk);
        Assert.Equal(["emp/", "emp/x-m-00000", "emp/x-m-00001", "emp/x-m-00002"], _directory.Names());
    }

    [Theory]
    [InlineData("")]
    [InlineData("_x")]
    [InlineData(".x")]
    [InlineData("../x")]
    public void A_base_name_that_hides_files_or_leaves_the_directory_is_refused(string name)
    {
        var properties = ImmutableSortedDictionary<string, string>.Empty.Add("mapreduce.output.basename", name);
        Assert.Contains(
            "mapreduce.output.basename",
            Assert.Throws<TransferException>(() => new Import(Target, TargetMode.Create) { Properties = properties }.Open(_disk)).Message);
        Assert.Empty(_directory.Names());
    }

    [Fact]
    public void Text_is_compressed_and_says_so_in_its_extension()
    {
        new Import(Target, TargetMode.Create) { Codec = "gzip", Parts = [["a", "b"], []] }.Run(_disk);
        Assert.Equal(["emp/", "emp/_SUCCESS", "emp/part-m-00000.gz", "emp/part-m-00001.gz"], _directory.Names());
        using var reader = new StreamReader(CompressionCodec.Find("gzip")!.Decompress(File.OpenRead(_directory["emp/part-m-00000.gz"])));
        Assert.Equal("a\nb\n", reader.ReadToEnd());
    }

    [Fact]
    public void An_unknown_codec_is_refused_before_anything_is_touched()
    {
        Assert.Contains(
            "foobar", Assert.Throws<TransferException>(() => new Import(_directory["new/emp"], TargetMode.Create) { Codec = "foobar" }.Open(_disk)).Message);
        Assert.Empty(_directory.Names());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_target_that_exists_is_refused_and_stays_as_it_is(bool isDirectory)
    {
        if (isDirectory)
            Directory.CreateDirectory(Target);
        else
            File.WriteAllText(Target, "");
        var before = _directory.Names();
        var failure = Assert.Throws<TransferException>(() => new Import(Target, TargetMode.Create).Open(_disk));
        Assert.Equal($"Output directory {Target} already exists", failure.Message);
        Assert.Equal(before, _directory.Names());
    }

    [Fact]
    public void A_target_that_appears_while_a_run_goes_on_is_not_touched()
    {
        using (var target = new Import(Target, TargetMode.Create).Open(_disk))
        {
            Import.WritePart(target, 0, "a");
            Directory.CreateDirectory(Target);
            Assert.Contains("already exists", Assert.Throws<TransferException>(() => target.Commit(null, default)).Message);
        }

        Assert.Equal(["emp/"], _directory.Names());
    }

    [Fact]
    public void Appended_files_are_numbered_on_and_get_no_mark()
    {
        var import = new Import(Target, TargetMode.Append);
        import.Run(_disk);
        import.Run(_disk);
        Assert.Equal(
            ["emp/", "emp/part-m-00000", "emp/part-m-00001", "emp/part-m-00002", "emp/part-m-00003", "emp/part-m-00004", "emp/part-m-00005"],
            _directory.Names());
        Assert.Equal(_directory.Text("emp/part-m-00002"), _directory.Text("emp/part-m-00005"));
    }

    [Fact]
    public void An_append_leaves_everything_else_of_the_directory_alone()
    {
        Directory.CreateDirectory(_directory["emp/sub"]);
        File.WriteAllText(_directory["emp/part-m-00041.gz"], "old");
        File.WriteAllText(_directory["emp/_SUCCESS"], "old mark");
        new Import(Target, TargetMode.Append) { Parts = [["a"]] }.Run(_disk);
        Assert.Equal(["emp/", "emp/_SUCCESS", "emp/part-m-00041.gz", "emp/part-m-00042", "emp/sub/"], _directory.Names());
        Assert.Equal("old mark", _directory.Text("emp/_SUCCESS"));
    }

    [Fact]
    public void A_replaced_directory_is_gone_with_all_it_held_and_there_until_the_commit()
    {
        Directory.CreateDirectory(_directory["emp/sub/deep"]);
        File.WriteAllText(_directory["emp/sub/deep/old"], "old");
        File.WriteAllText(_directory["precious"], "linked to");
        File.CreateSymbolicLink(_directory["emp/link"], _directory["precious"]);
        using (var target = new Import(Target, TargetMode.Replace).Open(_disk))
        {
            Import.WritePart(target, 0, "new");
            Assert.True(File.Exists(_directory["emp/sub/deep/old"]));
            target.Commit(null, default);
            Assert.Contains($"Destination directory {Target} deleted.", target.Notices);
        }

        Assert.Equal(["emp/", "emp/_SUCCESS", "emp/part-m-00000", "precious"], _directory.Names());
    }

    [Fact]
    public void Replacing_nothing_is_said_and_works()
    {
        using var target = new Import(Target, TargetMode.Replace).Open(_disk);
        Assert.Contains($"Destination directory {Target} is not present, hence not deleting.", target.Notices);
        target.Commit(null, default);
        Assert.True(File.Exists(_directory["emp/_SUCCESS"]));
    }

    [Fact]
    public void A_link_to_a_directory_stays_and_the_directory_is_written()
    {
        Directory.CreateDirectory(_directory["real"]);
        Directory.CreateSymbolicLink(Target, _directory["real"]);
        new Import(Target, TargetMode.Append) { Parts = [["a"]] }.Run(_disk);
        new Import(Target, TargetMode.Replace) { Parts = [["b"]] }.Run(_disk);
        Assert.NotNull(new DirectoryInfo(Target).LinkTarget);
        Assert.Equal("b\n", _directory.Text("real/part-m-00000"));
    }

    [Fact]
    public void Directories_above_the_target_are_made_and_go_away_again_when_the_run_fails()
    {
        var import = new Import(_directory["a/b/c/emp"], TargetMode.Create) { Parts = [["a"]] };
        (import with { IsAbandoned = true }).Run(_disk);
        Assert.Empty(_directory.Names());
        import.Run(_disk);
        Assert.Equal(["a/", "a/b/", "a/b/c/", "a/b/c/emp/", "a/b/c/emp/_SUCCESS", "a/b/c/emp/part-m-00000"], _directory.Names());
    }

    [Fact]
    public void A_place_where_nothing_can_be_made_is_told_with_its_reason()
    {
        File.WriteAllText(_directory["file"], "");
        var failure = Assert.Throws<TransferException>(() => new Import(_directory["file/emp"], TargetMode.Create).Open(_disk));
        Assert.Contains(_directory["file/emp"], failure.Message);
        Assert.Equal(["file"], _directory.Names());
    }

    [Fact]
    public void An_append_to_a_file_is_refused()
    {
        File.WriteAllText(Target, "");
        Assert.Contains("not a directory", Assert.Throws<TransferException>(() => new Import(Target, TargetMode.Append).Open(_disk)).Message);
        Assert.Equal(["emp"], _directory.Names());
    }

    [Fact]
    public void A_name_of_any_length_can_be_a_target()
    {
        var name = new string('ä', 127);
        new Import(_directory[name], TargetMode.Create) { Parts = [["a"]] }.Run(_disk);
        new Import(_directory[name], TargetMode.Append) { Parts = [["b"]] }.Run(_disk);
        Assert.Equal([$"{name}/", $"{name}/_SUCCESS", $"{name}/part-m-00000", $"{name}/part-m-00001"], _directory.Names());
    }

    [Fact]
    public void Files_staged_elsewhere_on_the_same_disk_leave_that_place_as_it_was()
    {
        var import = new Import(Target, TargetMode.Create) { TemporaryRoot = _directory["tmp/deep"], Parts = [["a"]] };
        using (var target = import.Open(_disk))
        {
            Import.WritePart(target, 0, "a");
            Assert.NotEmpty(Directory.GetFiles(_directory["tmp/deep"], "part-m-00000", SearchOption.AllDirectories));
            target.Commit(null, default);
        }

        Assert.Equal(["emp/", "emp/_SUCCESS", "emp/part-m-00000"], _directory.Names());
    }

    [Theory]
    [InlineData("/proc/levada")]
    [InlineData("hdfs://namenode/tmp")]
    public void A_temporary_root_on_another_file_system_is_told_and_not_used(string root)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there is no /proc");
        using var target = new Import(Target, TargetMode.Create) { TemporaryRoot = root }.Open(_disk);
        Assert.Contains(target.Notices, notice => notice.Contains("--temporary-rootdir", StringComparison.Ordinal));
        target.Commit(null, default);
        Assert.True(Directory.Exists(Target));
    }

    [Fact]
    public void A_part_that_is_still_being_written_keeps_a_run_from_committing()
    {
        using var target = new Import(Target, TargetMode.Create).Open(_disk);
        using var part = target.OpenPart(0, default);
        Assert.Throws<InvalidOperationException>(() => target.Commit(null, default));
        Assert.Throws<InvalidOperationException>(() => target.OpenPart(0, default));
    }

    [Fact]
    public void An_abandoned_part_may_be_begun_again_and_does_not_enter_the_target()
    {
        using var target = new Import(Target, TargetMode.Create).Open(_disk);
        foreach (var part in new[] { 0, 1 })
            using (var writer = target.OpenPart(part, default))
                writer.Write(LineWriter.Batch("half"), default);
        Import.WritePart(target, 0, "whole");
        target.Commit(null, default);
        Assert.Equal(["emp/", "emp/_SUCCESS", "emp/part-m-00000"], _directory.Names().Where(name => name.StartsWith("emp", StringComparison.Ordinal)));
        Assert.Equal("whole\n", _directory.Text("emp/part-m-00000"));
    }

    [Fact]
    public void Parts_are_written_by_many_threads_at_once()
    {
        using var target = new Import(Target, TargetMode.Create) { Codec = "snappy" }.Open(_disk);
        Parallel.For(0, 64, part =>
        {
            target.LargeObjects(part).Store(new MemoryStream([1, 2, 3]), default);
            Import.WritePart(target, part, $"row of {part}");
        });
        target.Commit(null, default);
        Assert.Equal(64, Directory.GetFiles(Target, "part-m-*.snappy").Length);
        Assert.Equal(64, Directory.GetFiles(_directory["emp/_lob"]).Length);
    }

    [Fact]
    public void Finished_bytes_are_written_as_they_are_and_compressed()
    {
        using var target = new Import(Target, TargetMode.Create) { Codec = "bzip2" }.Open(_disk);
        using (var part = target.OpenBytes(0, default))
        {
            part.Content.Write("1,Aaron\n"u8);
            part.Complete(default);
            Assert.True(part.ByteCount > 0);
        }

        target.Commit(null, default);
        using var reader = new StreamReader(CompressionCodec.Find("bzip2")!.Decompress(File.OpenRead(_directory["emp/part-m-00000.bz2"])));
        Assert.Equal("1,Aaron\n", reader.ReadToEnd());
    }

    [Fact]
    public void A_scratch_file_is_gone_when_it_is_closed()
    {
        using var target = new Import(Target, TargetMode.Create).Open(_disk);
        var staged = _directory.Names();
        using (var scratch = target.OpenScratch())
        {
            scratch.Write("wait"u8);
            scratch.Seek(0, SeekOrigin.Begin);
            Assert.Equal("wait", new StreamReader(scratch, Encoding.UTF8, leaveOpen: true).ReadToEnd());
        }

        Assert.Equal(staged, _directory.Names());
    }

    [Fact]
    public void The_directory_of_a_commit_is_as_open_as_any_other_and_its_staging_is_not()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(_directory["usual"]);
        using var target = new Import(Target, TargetMode.Create).Open(_disk);
        var staging = Directory.GetDirectories(_directory.Path, ".emp.*").Single();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(staging));
        target.Commit(null, default);
        Assert.Equal(File.GetUnixFileMode(_directory["usual"]), File.GetUnixFileMode(Target));
    }
}
