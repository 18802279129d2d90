using CsCheck;
using Levada.Protocol;
using Levada.Simulation;

namespace Levada.Quorum.Tests;

public sealed class SnapshotTests
{
    private static readonly SnapshotId Id = new(120, new LeaderEpoch(3));
    private static readonly QuorumVoters Voters = QuorumVoters.Only(World.Options);

    private static void Write(SimulatedDisk disk, int recordCount, int valueBytes = 4)
    {
        using var writer = new SnapshotWriter(disk, World.Directory, Id, Voters, World.NowMs - 5, World.NowMs);
        for (var number = 0; number < recordCount; number++)
        {
            var value = new byte[valueBytes];
            World.Value(number).CopyTo(value, 0);
            writer.Append(value);
        }

        writer.Complete();
    }

    [Fact]
    public void Names_have_20_digits_of_offset_and_10_of_epoch()
    {
        Assert.Equal("00000000000000000120-0000000003.checkpoint", Id.FileName);
        Assert.True(SnapshotId.TryParse(Id.FileName, out var parsed));
        Assert.Equal(Id, parsed);
    }

    [Theory]
    [InlineData("00000000000000000120-0000000003.checkpoint.part")]
    [InlineData("00000000000000000120-0000000003.checkpoint.deleted")]
    [InlineData("00000000000000000120.log")]
    [InlineData("0000000000000000012x-0000000003.checkpoint")]
    [InlineData("00000000000000000120-9999999999.checkpoint")]
    [InlineData("-0000000000000000120-0000000003.checkpoint")]
    public void Other_files_are_no_snapshots(string name) => Assert.False(SnapshotId.TryParse(name, out _));

    [Fact]
    public void What_was_written_is_read()
    {
        var disk = World.CreateDisk();
        Write(disk, 1_000, valueBytes: 2_000);
        var snapshot = Snapshot.TryRead(disk, World.Directory, Id)!;
        Assert.Equal(World.NowMs - 5, snapshot.LastContainedTimestampMs);
        Assert.Equal(1, snapshot.Voters.KRaftVersion);
        Assert.True(snapshot.Voters.IsCurrentFor(World.Options));
        Assert.True(snapshot.Batches.Count > 1);
        Assert.All(snapshot.Batches, batch => Assert.True(batch.IsSnapshot && batch.EndOffset == 120 && batch.Epoch.Value == 3));
        Assert.Equal(
            Enumerable.Range(0, 1_000).Select(number => Convert.ToHexString(World.Value(number))),
            snapshot.Batches.SelectMany(batch => batch.Values).Select(value => Convert.ToHexString(value.Span[..4])));
    }

    [Fact]
    public void An_empty_snapshot_is_a_snapshot()
    {
        var disk = World.CreateDisk();
        Write(disk, 0);
        Assert.Empty(Snapshot.TryRead(disk, World.Directory, Id)!.Batches);
    }

    [Fact]
    public void A_cut_or_changed_snapshot_is_refused()
    {
        var disk = World.CreateDisk();
        Write(disk, 3);
        var bytes = disk.ReadFile(Id.FileName);
        Gen.Int[0, bytes.Length - 1].Sample(
            place =>
            {
                disk.WriteFile(Id.FileName, bytes.AsSpan(0, place));
                Assert.Null(Snapshot.TryRead(disk, World.Directory, Id));
                var changed = bytes.ToArray();
                changed[place] ^= 0x10;
                disk.WriteFile(Id.FileName, changed);
                var read = Snapshot.TryRead(disk, World.Directory, Id);
                // Base offset and leader epoch of a batch are outside its CRC, and nothing here depends on them.
                if (read is not null) Assert.Equal(3, read.Batches.Sum(batch => batch.Values.Count));
            },
            threads: 1);
    }

    [Fact]
    public void An_abandoned_snapshot_leaves_nothing()
    {
        var disk = World.CreateDisk();
        using (var writer = new SnapshotWriter(disk, World.Directory, Id, Voters, 0, 0)) writer.Append(World.Value(1));
        Assert.Empty(disk.ListFiles(World.Directory));
    }

    [Fact]
    public void After_power_loss_an_unfinished_snapshot_is_absent_and_a_finished_one_whole()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            var unfinished = World.CreateDisk(seed);
            var abandoned = new SnapshotWriter(unfinished, World.Directory, Id, Voters, 0, 0);
            abandoned.Append(World.Value(1));
            Assert.False(unfinished.PowerLoss().FileExists($"{World.Directory}/{Id.FileName}"));

            var finished = World.CreateDisk(seed);
            Write(finished, 2);
            Assert.NotNull(Snapshot.TryRead(finished.PowerLoss(), World.Directory, Id));
        }
    }

    [Theory]
    [InlineData(0, 10_000_000, false)]
    [InlineData(1, 3_599_999, false)]
    [InlineData(1, 3_600_000, true)]
    [InlineData(20_971_519, 0, false)]
    [InlineData(20_971_520, 0, true)]
    public void A_snapshot_is_due_by_bytes_or_by_time(long newBytes, long sinceLastMs, bool isDue) =>
        Assert.Equal(isDue, SnapshotPolicy.IsDue(World.Options, newBytes, sinceLastMs));

    [Fact]
    public void Without_an_interval_time_makes_no_snapshot() =>
        Assert.False(SnapshotPolicy.IsDue(World.Options with { SnapshotIntervalMs = 0 }, 1, long.MaxValue));

    [Theory]
    [InlineData(1_000, 1_000, 0)]
    [InlineData(349, -1, 1)]
    [InlineData(249, -1, 2)]
    [InlineData(0, -1, 2)]
    [InlineData(-1, 50, 1)]
    [InlineData(-1, 0, 2)]
    [InlineData(-1, -1, 0)]
    public void Old_snapshots_go_by_size_or_age_and_the_newest_stays(long retentionBytes, long retentionMs, int expected)
    {
        var options = World.Options with { RetentionBytesMax = retentionBytes, RetentionMsMax = retentionMs };
        SnapshotInfo[] snapshots = [Info(10, 0), Info(20, 60), Info(30, 90)];
        Assert.Equal(expected, SnapshotPolicy.CountExpired(options, snapshots, logBytes: 50, nowMs: 100));

        static SnapshotInfo Info(long endOffset, long timestampMs) => new(new SnapshotId(endOffset, new LeaderEpoch(1)), 100, timestampMs);
    }
}
