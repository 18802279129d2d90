using System.Text;
using Levada.Log.Directories;
using Levada.Protocol;

namespace Levada.Log.Tests;

public sealed class LogDirectoryTests
{
    private readonly MemoryFileSystem _disk = new();

    [Fact]
    public void Only_one_owner_gets_the_directory()
    {
        using (LogDirectory.TryOpen(_disk, "/data")) Assert.Null(LogDirectory.TryOpen(_disk, "/data"));
        using var next = LogDirectory.TryOpen(_disk, "/data");
        Assert.NotNull(next);
    }

    [Fact]
    public void The_mark_of_a_clean_shutdown_is_taken_away_durably_by_the_next_owner()
    {
        using (var first = LogDirectory.TryOpen(_disk, "/data")!)
        {
            Assert.False(first.WasCleanlyShutDown);
            first.MarkCleanShutdown(new BrokerEpoch(17));
        }

        Assert.Equal("""{"version":0,"brokerEpoch":17}""", Encoding.UTF8.GetString(_disk["/data/.kafka_cleanshutdown"]));
        _disk.Trace.Clear();
        using (var second = LogDirectory.TryOpen(_disk, "/data")!)
        {
            Assert.True(second.WasCleanlyShutDown);
            Assert.Equal(new BrokerEpoch(17), second.PreviousBrokerEpoch);
            Assert.Equal(["delete /data/.kafka_cleanshutdown", "names /data"], _disk.Trace.Where(entry => !entry.StartsWith("open", StringComparison.Ordinal) && !entry.StartsWith("read", StringComparison.Ordinal)));
        }

        using var third = LogDirectory.TryOpen(_disk, "/data")!;
        Assert.False(third.WasCleanlyShutDown);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("""{"version":0,"brokerEpoch":"x"}""")]
    public void A_clean_shutdown_that_does_not_name_its_epoch_is_clean(string content)
    {
        _disk["/data/.kafka_cleanshutdown"] = Encoding.UTF8.GetBytes(content);
        using var directory = LogDirectory.TryOpen(_disk, "/data")!;
        Assert.True(directory.WasCleanlyShutDown);
        Assert.Equal(BrokerEpoch.None, directory.PreviousBrokerEpoch);
    }

    [Fact]
    public void Meta_properties_are_Javas_and_read_again()
    {
        var meta = new MetaProperties("cluster=1", 4, new Uuid(5, 6));
        using (var directory = LogDirectory.TryOpen(_disk, "/data")!)
        {
            Assert.Null(directory.Meta);
            directory.WriteMeta(meta);
        }

        Assert.Equal(
            $"cluster.id=cluster\\=1\ndirectory.id={new Uuid(5, 6)}\nnode.id=4\nversion=1\n",
            Encoding.UTF8.GetString(_disk["/data/meta.properties"]));
        using var again = LogDirectory.TryOpen(_disk, "/data")!;
        Assert.Equal(meta, again.Meta);
    }

    [Fact]
    public void Meta_properties_that_Kafka_wrote_are_read()
    {
        _disk["/data/meta.properties"] = Encoding.UTF8.GetBytes(
            "#\n#Thu Jan 01 00:00:00 UTC 2026\ncluster.id=MkU3OEVBNTcwNTJENDM2Qg\nversion=0\nbroker.id=3\n");
        using var directory = LogDirectory.TryOpen(_disk, "/data")!;
        Assert.Equal(new MetaProperties("MkU3OEVBNTcwNTJENDM2Qg", 3, null), directory.Meta);
    }

    [Fact]
    public void A_checkpoint_is_Kafkas_text_and_bad_lines_are_left_out()
    {
        using var directory = LogDirectory.TryOpen(_disk, "/data")!;
        directory.WriteCheckpoint(OffsetCheckpoint.RecoveryPoints, [new(new TopicPartition("a", 1), 5), new(new TopicPartition("b.c-d", 0), 7)]);
        var path = "/data/recovery-point-offset-checkpoint";
        Assert.Equal("0\n2\na 1 5\nb.c-d 0 7\n", Encoding.UTF8.GetString(_disk[path]));
        _disk[path] = [.. _disk[path], .. "x y z\nq 1"u8];
        var read = directory.ReadCheckpoint(OffsetCheckpoint.RecoveryPoints);
        Assert.Equal((2, 5L, 7L), (read.Count, read[new("a", 1)], read[new("b.c-d", 0)]));
        Assert.Empty(directory.ReadCheckpoint(OffsetCheckpoint.HighWatermarks));
    }

    [Fact]
    public void A_small_file_is_replaced_by_write_flush_rename_and_flush_of_the_names()
    {
        _disk.CreateDirectory("/data");
        SmallFile.Replace(_disk, "/data", "x", "1"u8);
        Assert.Equal(["open /data/x.tmp", "write /data/x.tmp", "flush /data/x.tmp", "rename /data/x.tmp", "names /data"], _disk.Trace);
    }

    [Fact]
    public void Partition_directories_are_told_from_others()
    {
        using var directory = LogDirectory.TryOpen(_disk, "/data")!;
        var unique = new Uuid(0x0102030405060708, 0x090a0b0c0d0e0f10);
        foreach (var name in new[] { "orders-0", "a.b-c-12", "lost+found", "orders-x", "-1", "plain" }) _disk.CreateDirectory("/data/" + name);
        _disk["/data/orders-0/partition.metadata"] = Encoding.UTF8.GetBytes($"version: 0\ntopic_id: {new Uuid(3, 4)}");
        _disk.CreateDirectory("/data/gone-3");
        var deleted = directory.MarkDeleted(new("gone", 3), unique);
        Assert.Equal("/data/gone-3.0102030405060708090a0b0c0d0e0f10-delete", deleted);
        Assert.Equal(
            [
                new PartitionDirectory("/data/a.b-c-12", PartitionDirectoryKind.Live, new("a.b-c", 12), null),
                new PartitionDirectory(deleted!, PartitionDirectoryKind.Deleted, new("gone", 3), null),
                new PartitionDirectory("/data/orders-0", PartitionDirectoryKind.Live, new("orders", 0), new Uuid(3, 4)),
            ],
            directory.ListPartitions());
        directory.DeletePartition(deleted!);
        Assert.Equal(2, directory.ListPartitions().Count);
    }

    [Fact]
    public void The_longest_topic_name_still_fits_a_deleted_directory()
    {
        using var directory = LogDirectory.TryOpen(_disk, "/data")!;
        var partition = new TopicPartition(new string('t', 249), 12345);
        _disk.CreateDirectory(directory.PathOf(partition));
        var path = directory.MarkDeleted(partition, new Uuid(1, 2))!;
        Assert.Equal("/data/".Length + 255, path.Length);
        Assert.Equal(PartitionDirectoryKind.Deleted, directory.ListPartitions().Single().Kind);
        Assert.Null(directory.MarkStray(partition, new Uuid(1, 3)));
    }
}
