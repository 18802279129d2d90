using System.Runtime.InteropServices;

namespace Levada.Load;

/// <summary>librdkafka's C interface, called directly: a load generator must cost less than what it loads.</summary>
internal static unsafe partial class RdKafka
{
    public const int Producer = 0;
    public const int Consumer = 1;
    public const int PartitionUnassigned = -1;
    public const int ErrorQueueFull = -184;
    public const int ErrorPartitionEof = -191;
    public const long OffsetBeginning = -2;
    public const long OffsetEnd = -1;
    private const string Library = "librdkafka";

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    public static partial nint NewConf();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Set(nint conf, string name, string value, byte* error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_dr_msg_cb")]
    public static partial void SetDeliveryReport(nint conf, delegate* unmanaged[Cdecl]<nint, Message*, nint, void> callback);

    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    public static partial nint New(int type, nint conf, byte* error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewTopic(nint client, string topic, nint conf);

    [LibraryImport(Library, EntryPoint = "rd_kafka_produce")]
    public static partial int Produce(
        nint topic, int partition, int flags, void* payload, nuint length, void* key, nuint keyLength, nint opaque);

    [LibraryImport(Library, EntryPoint = "rd_kafka_produce_batch")]
    public static partial int ProduceBatch(nint topic, int partition, int flags, Message* messages, int count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_last_error")]
    public static partial int LastError();

    [LibraryImport(Library, EntryPoint = "rd_kafka_poll")]
    public static partial int Poll(nint client, int timeoutMs);

    [LibraryImport(Library, EntryPoint = "rd_kafka_flush")]
    public static partial int Flush(nint client, int timeoutMs);

    [LibraryImport(Library, EntryPoint = "rd_kafka_init_transactions")]
    public static partial nint InitTransactions(nint client, int timeoutMs);

    [LibraryImport(Library, EntryPoint = "rd_kafka_begin_transaction")]
    public static partial nint BeginTransaction(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_commit_transaction")]
    public static partial nint CommitTransaction(nint client, int timeoutMs);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_destroy")]
    public static partial void DestroyTopic(nint topic);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    public static partial void Destroy(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_new")]
    public static partial nint NewQueue(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_destroy")]
    public static partial void DestroyQueue(nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_consume_start_queue")]
    public static partial int StartConsume(nint topic, int partition, long offset, nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_consume_stop")]
    public static partial int StopConsume(nint topic, int partition);

    [LibraryImport(Library, EntryPoint = "rd_kafka_consume_batch_queue")]
    public static partial nint ConsumeBatch(nint queue, int timeoutMs, Message** messages, nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_destroy")]
    public static partial void DestroyMessage(Message* message);

    [LibraryImport(Library, EntryPoint = "rd_kafka_consume_callback_queue")]
    public static partial int Consume(
        nint queue, int timeoutMs, delegate* unmanaged[Cdecl]<Message*, nint, void> callback, nint opaque);

    [LibraryImport(Library, EntryPoint = "rd_kafka_share_consumer_new")]
    public static partial nint NewShareConsumer(nint conf, byte* error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_share_subscribe")]
    public static partial nint Subscribe(nint shareConsumer, nint topics);

    [LibraryImport(Library, EntryPoint = "rd_kafka_share_poll")]
    public static partial nint PollShared(nint shareConsumer, int timeoutMs, out nint messages);

    [LibraryImport(Library, EntryPoint = "rd_kafka_share_consumer_close")]
    public static partial nint CloseShareConsumer(nint shareConsumer);

    [LibraryImport(Library, EntryPoint = "rd_kafka_share_destroy")]
    public static partial nint DestroyShareConsumer(nint shareConsumer);

    [LibraryImport(Library, EntryPoint = "rd_kafka_messages_count")]
    public static partial nuint Count(nint messages);

    [LibraryImport(Library, EntryPoint = "rd_kafka_messages_get")]
    public static partial Message* Get(nint messages, nuint index);

    [LibraryImport(Library, EntryPoint = "rd_kafka_messages_destroy")]
    public static partial void DestroyMessages(nint messages);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_new")]
    public static partial nint NewTopicList(int size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_add", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint AddTopic(nint list, string topic, int partition);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_destroy")]
    public static partial void DestroyTopicList(nint list);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_string")]
    public static partial nint TextOf(nint error);

    /// <summary>A member of a share group that subscribes to one topic.</summary>
    public static nint CreateShareConsumer(IEnumerable<KeyValuePair<string, string>> settings, string topic)
    {
        var error = stackalloc byte[512];
        var consumer = NewShareConsumer(Configure(settings, error), error, 512);
        if (consumer == 0) throw new InvalidOperationException(Marshal.PtrToStringUTF8((nint)error));
        var topics = NewTopicList(1);
        AddTopic(topics, topic, PartitionUnassigned);
        Check(Subscribe(consumer, topics));
        DestroyTopicList(topics);
        return consumer;
    }

    public static void Check(nint error)
    {
        if (error != 0) throw new InvalidOperationException(Marshal.PtrToStringUTF8(TextOf(error)));
    }

    public static nint Create(int type, IEnumerable<KeyValuePair<string, string>> settings, delegate* unmanaged[Cdecl]<nint, Message*, nint, void> report)
    {
        var error = stackalloc byte[512];
        var conf = Configure(settings, error);
        if (report != null) SetDeliveryReport(conf, report);
        var client = New(type, conf, error, 512);
        return client != 0 ? client : throw new InvalidOperationException(Marshal.PtrToStringUTF8((nint)error));
    }

    private static nint Configure(IEnumerable<KeyValuePair<string, string>> settings, byte* error)
    {
        var conf = NewConf();
        foreach (var (name, value) in settings)
        {
            if (Set(conf, name, value, error, 512) != 0)
                throw new InvalidOperationException($"{name}={value}: {Marshal.PtrToStringUTF8((nint)error)}");
        }

        return conf;
    }

    /// <summary><c>rd_kafka_message_t</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Message
    {
        public int Error;
        public nint Topic;
        public int Partition;
        public byte* Payload;
        public nuint Length;
        public byte* Key;
        public nuint KeyLength;
        public long Offset;
        public nint Opaque;
    }
}
