using System.Runtime.InteropServices;
using System.Text;

namespace Levada.Clients.Tests;

/// <summary>librdkafka's share consumer, which Confluent.Kafka carries but does not wrap yet.</summary>
/// <remarks>One caller at a time.</remarks>
internal sealed partial class ShareConsumer : IDisposable
{
    private const string Library = "librdkafka";
    private nint _handle;

    /// <param name="isExplicit">Whether every record is to be acknowledged for itself; else all of a poll by the next one.</param>
    public ShareConsumer(string bootstrap, string group, string topic, bool isExplicit = false)
    {
        var configuration = rd_kafka_conf_new();
        var problem = new byte[512];
        void Set(string name, string value) => Assert.True(
            rd_kafka_conf_set(configuration, name, value, problem, problem.Length) == 0, Encoding.UTF8.GetString(problem));
        Set("bootstrap.servers", bootstrap);
        Set("group.id", group);
        if (isExplicit) Set("share.acknowledgement.mode", "explicit");
        Set("log_level", "0");
        _handle = rd_kafka_share_consumer_new(configuration, problem, problem.Length);
        Assert.True(_handle != 0, Encoding.UTF8.GetString(problem));
        var topics = rd_kafka_topic_partition_list_new(1);
        rd_kafka_topic_partition_list_add(topics, topic, -1);
        Assert.Equal(0, rd_kafka_share_subscribe(_handle, topics));
        rd_kafka_topic_partition_list_destroy(topics);
    }

    /// <summary>The next records, with what is to become of each in the explicit mode.</summary>
    /// <param name="acknowledge">1 accept, 2 release, 3 reject; 0 for nothing.</param>
    public IReadOnlyList<ShareRecord> Poll(Func<ShareRecord, int>? acknowledge = null)
    {
        Check(rd_kafka_share_poll(_handle, 500, out var messages));
        var records = new List<ShareRecord>();
        if (messages == 0) return records;
        for (nuint i = 0; i < rd_kafka_messages_count(messages); i++)
        {
            var message = rd_kafka_messages_get(messages, i);
            var native = Marshal.PtrToStructure<Message>(message);
            Assert.Equal(0, native.Error);
            var value = new byte[(int)native.Length];
            if (value.Length > 0) Marshal.Copy(native.Payload, value, 0, value.Length);
            var record = new ShareRecord(native.Partition, native.Offset, Encoding.UTF8.GetString(value));
            records.Add(record);
            if (acknowledge?.Invoke(record) is > 0 and var type) Assert.Equal(0, rd_kafka_share_acknowledge_type(_handle, message, type));
        }

        rd_kafka_messages_destroy(messages);
        return records;
    }

    /// <summary>Sends what is acknowledged, and waits for the answer.</summary>
    /// <returns>Whether the broker has taken all of it.</returns>
    public bool TryCommit()
    {
        var error = rd_kafka_share_commit_sync(_handle, 120_000, out var partitions);
        var isTaken = error == 0;
        if (error != 0) rd_kafka_error_destroy(error);
        if (partitions == 0) return isTaken;
        var list = Marshal.PtrToStructure<PartitionList>(partitions);
        for (var i = 0; i < list.Count; i++)
            isTaken &= Marshal.PtrToStructure<Partition>(list.Elements + i * Marshal.SizeOf<Partition>()).Error == 0;
        rd_kafka_topic_partition_list_destroy(partitions);
        return isTaken;
    }

    /// <summary>Leaves in good order.</summary>
    public void Dispose()
    {
        if (_handle == 0) return;
        rd_kafka_share_consumer_close(_handle);
        rd_kafka_share_destroy(_handle);
        _handle = 0;
    }

    private static void Check(nint error)
    {
        if (error == 0) return;
        var text = Marshal.PtrToStringUTF8(rd_kafka_error_string(error));
        rd_kafka_error_destroy(error);
        throw new InvalidOperationException(text);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public int Error;
        public nint Topic;
        public int Partition;
        public nint Payload;
        public nuint Length;
        public nint Key;
        public nuint KeyLength;
        public long Offset;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PartitionList
    {
        public int Count;
        public int Size;
        public nint Elements;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Partition
    {
        public nint Topic;
        public int Number;
        public long Offset;
        public nint Metadata;
        public nuint MetadataLength;
        public nint Opaque;
        public int Error;
        public nint Private;
    }

    [LibraryImport(Library)]
    private static partial nint rd_kafka_conf_new();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rd_kafka_conf_set(nint configuration, string name, string value, [Out] byte[] problem, nint problemLength);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_share_consumer_new(nint configuration, [Out] byte[] problem, nint problemLength);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_topic_partition_list_new(int size);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint rd_kafka_topic_partition_list_add(nint list, string topic, int partition);

    [LibraryImport(Library)]
    private static partial void rd_kafka_topic_partition_list_destroy(nint list);

    [LibraryImport(Library)]
    private static partial int rd_kafka_share_subscribe(nint consumer, nint topics);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_share_poll(nint consumer, int timeoutMs, out nint messages);

    [LibraryImport(Library)]
    private static partial nuint rd_kafka_messages_count(nint messages);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_messages_get(nint messages, nuint index);

    [LibraryImport(Library)]
    private static partial void rd_kafka_messages_destroy(nint messages);

    [LibraryImport(Library)]
    private static partial int rd_kafka_share_acknowledge_type(nint consumer, nint message, int type);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_share_commit_sync(nint consumer, int timeoutMs, out nint partitions);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_share_consumer_close(nint consumer);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_share_destroy(nint consumer);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_error_string(nint error);

    [LibraryImport(Library)]
    private static partial void rd_kafka_error_destroy(nint error);
}
