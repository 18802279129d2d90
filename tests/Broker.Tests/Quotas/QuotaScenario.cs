using Levada.Broker.Data;
using Levada.Broker.Tests.Direct;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Records;

namespace Levada.Broker.Tests.Quotas;

/// <summary>One client of a broker whose clock moves only when told to.</summary>
internal sealed class QuotaScenario : IDisposable
{
    private const short ProduceVersion = 12;
    private const short FetchVersion = 12;

    public QuotaScenario()
    {
        Broker = new DirectBroker("page-cache", clock: Time);
        Topic = Broker.CreateTopic("bounded");
        Broker.Transport.KeepSent();
    }

    public ManualTime Time { get; } = new();
    public DirectBroker Broker { get; }
    public HostedTopic Topic { get; }

    public void Dispose() => Broker.Dispose();

    /// <summary>Sets a quota of the client id, or removes it.</summary>
    public void Set(string key, double? value) => Broker.SetQuota(key, value);

    /// <summary>A produce request whose bytes count as so many, length prefix not among them.</summary>
    public byte[] ProduceFrame(int byteCount, short acks = -1)
    {
        var overhead = Frame(0).Length;
        var frame = Frame(byteCount + sizeof(int) - overhead);

        // The lengths of the value are written in as few bytes as they need.
        return frame.Length == byteCount + sizeof(int) ? frame : Frame(byteCount + sizeof(int) - overhead - (frame.Length - byteCount - sizeof(int)));

        byte[] Frame(int valueByteCount) => DirectFrames.Produce(
            ProduceVersion, Topic, DirectFrames.Batch(valueByteCount, recordCount: 1, new RecordBatchOptions()), acks: acks);
    }

    public ProduceResponse Produce(byte[] frame)
    {
        Broker.Transport.Deliver(frame);
        return ReadProduce();
    }

    public ProduceResponse ReadProduce() => Read<ProduceResponse>(ApiKey.Produce, ProduceVersion);

    public FetchResponse Fetch(int sessionEpoch = -1)
    {
        Broker.Transport.Deliver(DirectFrames.Fetch(FetchVersion, Topic, 1 << 20, isReadCommitted: false, sessionEpoch: sessionEpoch));
        return Read<FetchResponse>(ApiKey.Fetch, FetchVersion);
    }

    public TResponse Ask<TRequest, TResponse>(ApiKey key, short version, TRequest request)
        where TRequest : struct, IWireMessage<TRequest>
        where TResponse : struct, IWireMessage<TResponse>
    {
        Broker.Transport.Deliver(DirectFrames.Frame(key, version, request));
        return Read<TResponse>(key, version);
    }

    public void Advance(int ms) => Time.Advance(TimeSpan.FromMilliseconds(ms));

    private TResponse Read<TResponse>(ApiKey key, short version) where TResponse : struct, IWireMessage<TResponse>
    {
        var reader = new WireReader(Broker.Transport.ReadFrame());
        reader.ReadInt32();
        if (key != ApiKey.ApiVersions && TResponse.IsFlexible(version)) reader.SkipTaggedFields();
        var response = TResponse.Read(ref reader, version);
        Assert.False(reader.Failed);
        return response;
    }
}
