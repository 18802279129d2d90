using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Levada.DataFiles.Targets;
using Levada.Transfer;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Tests.Targets;

public sealed class LargeObjectTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly LocalDisk _disk = new();

    private string Target => _directory["emp"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_large_value_lies_in_its_parts_file_and_the_record_says_where()
    {
        using var target = new Import(Target, TargetMode.Create).Open(_disk);
        var store = target.LargeObjects(2);
        Assert.Equal(4, store.InlineBytesMax);
        Assert.Equal("externalLob(lf,_lob/large_obj_2.lob,0,5)", Store(store, "first"));
        Assert.Equal("externalLob(lf,_lob/large_obj_2.lob,5,0)", Store(store, ""));
        Assert.Equal("externalLob(lf,_lob/large_obj_2.lob,5,6)", Store(store, "second"));
        target.Commit(null, default);
        Assert.Equal("firstsecond", _directory.Text("emp/_lob/large_obj_2.lob"));
    }

    [Fact]
    public void No_directory_of_large_values_is_made_for_none()
    {
        using var target = new Import(Target, TargetMode.Create).Open(_disk);
        target.LargeObjects(0);
        target.Commit(null, default);
        Assert.False(Directory.Exists(_directory["emp/_lob"]));
    }

    [Fact]
    public void References_stay_true_when_runs_are_appended()
    {
        var references = new List<(string Reference, string Value)>();
        for (var run = 0; run < 3; run++)
        {
            using var target = new Import(Target, TargetMode.Append).Open(_disk);
            for (var part = 0; part < 2; part++)
                references.Add((Store(target.LargeObjects(part), $"value {run} {part}"), $"value {run} {part}"));
            target.Commit(null, default);
        }

        foreach (var (reference, value) in references)
            Assert.Equal(value, Load(reference));
    }

    [Fact]
    public void A_value_of_2_GiB_is_refused_before_it_is_all_read()
    {
        var disk = new SteppedDisk(new SimulatedDisk(canExchange: true));
        disk.CreateDirectory("/data", isPrivate: false);
        using var target = new Import("/data/emp", TargetMode.Create).Open(new DiscardingDisk(disk));
        var failure = Assert.Throws<TransferException>(() => target.LargeObjects(0).Store(new Endless(), default));
        Assert.Contains("2 GiB", failure.Message);
    }

    private static string Store(ILargeObjectStore store, string value) => store.Store(new MemoryStream(Encoding.UTF8.GetBytes(value)), default);

    private string Load(string reference)
    {
        var parts = Regex.Match(reference, @"^externalLob\(lf,(.*),(\d+),(\d+)\)$").Groups;
        var bytes = File.ReadAllBytes(Path.Join(Target, parts[1].Value));
        return Encoding.UTF8.GetString(
            bytes, int.Parse(parts[2].Value, CultureInfo.InvariantCulture), int.Parse(parts[3].Value, CultureInfo.InvariantCulture));
    }

    private sealed class Endless : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => count;
    }
}
