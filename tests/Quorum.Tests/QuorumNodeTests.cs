using Levada.Log;
using Levada.Protocol;
using Levada.Records;
using Levada.Simulation;

namespace Levada.Quorum.Tests;

public sealed class QuorumNodeTests
{
    private static readonly ReadOnlyMemory<byte>[] Bootstrap = [World.Value(100), World.Value(101)];

    private static QuorumNode Open(IFileSystem disk, QuorumOptions? options = null, long nowMs = World.NowMs)
    {
        Assert.True(QuorumNode.TryOpen(disk, World.Directory, options ?? World.Options, Bootstrap, nowMs, out var node, out var refusal), refusal);
        return node;
    }

    private static string Refuse(IFileSystem disk, QuorumOptions options)
    {
        Assert.False(QuorumNode.TryOpen(disk, World.Directory, options, Bootstrap, World.NowMs, out _, out var refusal));
        return refusal;
    }

    private static QuorumNode Lead(IFileSystem disk, QuorumOptions? options = null)
    {
        var node = Open(disk, options);
        node.Start(World.NowMs);
        Flush(node);
        return node;
    }

    private static void Flush(QuorumNode node)
    {
        Assert.True(node.TryBeginFlush(out var flush));
        flush.Run();
        node.CompleteFlush(flush);
    }

    private static QuorumAppend Append(QuorumNode node, params int[] numbers) =>
        node.Append([.. numbers.Select(number => (ReadOnlyMemory<byte>)World.Value(number))], World.NowMs);

    private static List<MetadataBatch> ReadCommitted(QuorumNode node)
    {
        var batches = new List<MetadataBatch>();
        while (node.TryReadCommitted(out var batch)) batches.Add(batch);
        return batches;
    }

    private static IEnumerable<int> Numbers(IEnumerable<MetadataBatch> batches) =>
        batches.SelectMany(batch => batch.Values).Select(value => value.Span[1] + (value.Span[2] << 8) + (value.Span[3] << 16));

    private static SnapshotId TakeSnapshot(QuorumNode node, params int[] numbers)
    {
        using var writer = node.BeginSnapshot(World.NowMs)!;
        foreach (var number in numbers) writer.Append(World.Value(number));
        writer.Complete();
        node.CompleteSnapshot(writer);
        return writer.Id;
    }

    [Fact]
    public void An_empty_directory_begins_with_the_bootstrap_records()
    {
        var disk = World.CreateDisk();
        using var node = Lead(disk);
        var batches = ReadCommitted(node);
        Assert.Equal([100, 101], Numbers(batches));
        Assert.All(batches, batch => Assert.True(batch.IsSnapshot));
        Assert.Contains("00000000000000000000-0000000000.checkpoint", disk.ListFiles(World.Directory));
    }

    [Fact]
    public void A_missing_directory_is_made_and_its_name_is_durable()
    {
        var disk = new SimulatedDisk(new SeededRandom(1), new ManualClock(World.NowMs));
        disk.CreateDirectory("data");
        disk.FlushDirectory("");
        Lead(disk).Dispose();
        disk = disk.PowerLoss();
        Assert.Equal(2, Lead(disk).Epoch.Value);
    }

    [Fact]
    public void A_node_leads_once_its_first_batch_is_flushed_and_not_before()
    {
        using var node = Open(World.CreateDisk());
        Assert.Equal(ErrorCode.NotController, Append(node, 1).Error);
        node.Start(World.NowMs);
        Assert.False(node.IsLeader);
        Assert.Equal(-1, node.HighWatermark);
        Assert.Equal(ErrorCode.NotController, Append(node, 1).Error);
        Flush(node);
        Assert.True(node.IsLeader);
        Assert.Equal(1, node.HighWatermark);
    }

    [Fact]
    public void Every_start_has_an_epoch_of_its_own_even_one_that_died_before_its_first_flush()
    {
        var disk = World.CreateDisk();
        for (var start = 1; start <= 5; start++)
        {
            var node = Open(disk);
            node.Start(World.NowMs);
            Assert.Equal(start, node.Epoch.Value);
            disk = disk.PowerLoss();
        }
    }

    [Fact]
    public void The_first_batch_of_an_epoch_says_who_leads()
    {
        using var node = Lead(World.CreateDisk());
        var result = node.Log.Read(0, 1024, true, LogPosition.At(node.HighWatermark));
        var bytes = new byte[result.Range.ByteCount];
        result.Range.File!.Read(bytes, result.Range.Position);
        Assert.True(RecordBatch.TryRead(bytes, out var batch));
        Assert.True(batch.IsControl && batch.IsCrcValid);
        Assert.Equal(new LeaderEpoch(1), batch.PartitionLeaderEpoch);
        var records = new RecordReader(batch);
        Assert.True(records.TryRead(out var record));
        // Key: version 0, type 2. Value: version 0, leader 1, one voter 1, one granting voter 1, each with its empty tags.
        Assert.Equal("00000002", Convert.ToHexString(record.Key));
        Assert.Equal("0000" + "00000001" + "0200000001" + "00" + "0200000001" + "00" + "00", Convert.ToHexString(record.Value));
    }

    [Fact]
    public void Records_are_committed_by_a_flush_and_in_order()
    {
        using var node = Lead(World.CreateDisk());
        ReadCommitted(node);
        Assert.Equal(new QuorumAppend(ErrorCode.None, 1, 2), Append(node, 1, 2));
        Assert.Equal(new QuorumAppend(ErrorCode.None, 3, 3), Append(node, 3));
        Assert.Empty(ReadCommitted(node));
        Flush(node);
        var batches = ReadCommitted(node);
        Assert.Equal([1, 2, 3], Numbers(batches));
        Assert.Equal([(1L, 3L), (3L, 4L)], batches.Select(batch => (batch.BaseOffset, batch.EndOffset)));
        Assert.Equal(4, node.AppliedEndOffset);
        Assert.False(node.TryBeginFlush(out _));
    }

    [Fact]
    public void What_is_appended_while_a_flush_runs_waits_for_the_next_one()
    {
        using var node = Lead(World.CreateDisk());
        ReadCommitted(node);
        Append(node, 1);
        Assert.True(node.TryBeginFlush(out var flush));
        Append(node, 2);
        flush.Run();
        node.CompleteFlush(flush);
        Assert.Equal([1], Numbers(ReadCommitted(node)));
        Flush(node);
        Assert.Equal([2], Numbers(ReadCommitted(node)));
    }

    [Fact]
    public void Committed_records_survive_power_loss_and_come_again_after_a_restart()
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            var disk = World.CreateDisk(seed);
            var node = Lead(disk);
            Append(node, 1, 2);
            Flush(node);
            Append(node, 3);
            node = Lead(disk.PowerLoss());
            var numbers = Numbers(ReadCommitted(node)).ToList();
            Assert.Equal([100, 101, 1, 2], numbers.Take(4));
            Assert.True(numbers.Count == 4 || numbers[4] == 3);
            Assert.Equal(2, node.Epoch.Value);
        }
    }

    [Fact]
    public void A_batch_larger_than_the_bound_is_refused_whole()
    {
        using var node = Lead(World.CreateDisk(), World.Options with { BatchBytesMax = 500 });
        var end = node.LogEndOffset;
        Assert.Equal(ErrorCode.RecordListTooLarge, Append(node, [.. Enumerable.Range(0, 100)]).Error);
        Assert.Equal(end, node.LogEndOffset);
        Assert.Equal(ErrorCode.None, Append(node, 1).Error);
    }

    [Fact]
    public void Appending_nothing_writes_nothing()
    {
        using var node = Lead(World.CreateDisk());
        Assert.Equal(ErrorCode.None, Append(node).Error);
        Assert.False(node.TryBeginFlush(out _));
    }

    [Fact]
    public void A_snapshot_stands_in_for_what_it_covers()
    {
        var disk = World.CreateDisk();
        var node = Lead(disk);
        Append(node, 1, 2);
        Flush(node);
        ReadCommitted(node);
        Assert.Equal(new SnapshotId(3, new LeaderEpoch(1)), TakeSnapshot(node, 77));
        Assert.Null(node.BeginSnapshot(World.NowMs));
        Append(node, 3);
        Flush(node);

        node = Lead(disk.PowerLoss());
        var batches = ReadCommitted(node);
        Assert.Equal([77, 3], Numbers(batches));
        Assert.Equal([true, false], batches.Select(batch => batch.IsSnapshot));
    }

    [Fact]
    public void Retention_keeps_the_newest_snapshot_and_the_log_behind_the_oldest_kept()
    {
        var disk = World.CreateDisk();
        var node = Lead(disk, World.Options with { RetentionBytesMax = 0, SegmentBytesMax = 400 });
        for (var number = 0; number < 20; number++)
        {
            Append(node, number);
            Flush(node);
        }

        ReadCommitted(node);
        TakeSnapshot(node, 77);
        var segmentsBefore = disk.ListFiles(World.Directory).Count(name => name.EndsWith(".log"));
        var trim = node.Trim(World.NowMs);
        Assert.Equal(21, node.LogStartOffset);
        Assert.True(disk.ListFiles(World.Directory).Count(name => name.EndsWith(".log")) < segmentsBefore);
        Assert.Contains(disk.ListFiles(World.Directory), name => name.EndsWith(".checkpoint.deleted"));
        trim!.Run();
        Assert.DoesNotContain(disk.ListFiles(World.Directory), name => name.EndsWith(".deleted"));
        Assert.Single(disk.ListFiles(World.Directory), name => name.EndsWith(".checkpoint"));

        Append(node, 50);
        Flush(node);
        node = Lead(disk.CrashProcess(), World.Options with { RetentionBytesMax = 0, SegmentBytesMax = 400 });
        Assert.Equal([77, 50], Numbers(ReadCommitted(node)));
        Assert.Equal(21, node.LogStartOffset);
    }

    [Fact]
    public void A_snapshot_is_due_after_enough_committed_bytes()
    {
        using var node = Lead(World.CreateDisk(), World.Options with { SnapshotBytesBetweenMax = 400 });
        ReadCommitted(node);
        Assert.False(node.IsSnapshotDue(World.NowMs));
        Append(node, [.. Enumerable.Range(0, 40)]);
        Flush(node);
        Assert.False(node.IsSnapshotDue(World.NowMs));
        ReadCommitted(node);
        Assert.True(node.IsSnapshotDue(World.NowMs));
        TakeSnapshot(node, 1);
        Assert.False(node.IsSnapshotDue(World.NowMs));
    }

    [Fact]
    public void Leftovers_of_unfinished_snapshots_are_removed()
    {
        var disk = World.CreateDisk();
        disk.WriteFile("00000000000000000120-0000000003.checkpoint.part", [1]);
        disk.WriteFile("00000000000000000110-0000000003.checkpoint.deleted", [1]);
        using var node = Lead(disk);
        Assert.DoesNotContain(disk.ListFiles(World.Directory), name => name.EndsWith(".part") || name.EndsWith(".deleted"));
    }

    [Fact]
    public void Other_voters_are_refused_before_anything_is_written()
    {
        var disk = World.CreateDisk();
        var refusal = Refuse(disk, World.Options with { ConfiguredVoterIds = [1, 2, 3] });
        Assert.Contains("1, 2, 3", refusal);
        Assert.Empty(disk.ListFiles(World.Directory));
    }

    [Fact]
    public void A_log_of_another_node_or_directory_is_refused()
    {
        var disk = World.CreateDisk();
        Lead(disk).Dispose();
        Assert.Contains("node.id=1", Refuse(disk, World.Options with { NodeId = 2 }));
        Assert.Contains("meta.properties", Refuse(disk, World.Options with { DirectoryId = new Uuid(1, 1) }));
    }

    [Fact]
    public void A_new_endpoint_is_written_to_the_log_once()
    {
        var disk = World.CreateDisk();
        Lead(disk).Dispose();
        var moved = World.Options with { Endpoints = [new VoterEndpoint("CONTROLLER", "other", 9999)] };
        var node = Lead(disk, moved);
        Assert.Equal(4, node.LogEndOffset);
        node.Dispose();
        node = Lead(disk, moved);
        Assert.Equal(5, node.LogEndOffset);
    }

    [Fact]
    public void Damage_is_refused_by_name()
    {
        var disk = World.CreateDisk();
        Lead(disk).Dispose();
        var state = disk.ReadFile("quorum-state");
        disk.WriteFile("quorum-state", "?"u8);
        Assert.Contains("quorum-state", Refuse(disk, World.Options));
        disk.WriteFile("quorum-state", state);
        disk.WriteFile(SnapshotId.Bootstrap.FileName, [1, 2, 3]);
        Assert.Contains(SnapshotId.Bootstrap.FileName, Refuse(disk, World.Options));
    }
}
