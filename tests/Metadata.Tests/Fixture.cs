using Levada.Metadata.Configs;
using Levada.Metadata.Controller;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Metadata.Tests;

/// <summary>A small cluster driven by decisions: every record goes through its bytes and the replay.</summary>
internal sealed class Fixture : IControllerRandom
{
    public const string ClusterId = "4L6g3nShT-eMCtK--X86sw";
    private readonly MetadataReplay _replay = new(MetadataImage.Empty);
    private readonly BrokerConfig _config;
    private readonly FeatureCatalog _features;
    private readonly List<IMetadataRecord> _log = [];
    private ConfigView? _configs;
    private ulong _state = 1;

    public Fixture(params string[] overrides)
        : this(FeatureCatalog.Built, overrides)
    {
    }

    public Fixture(FeatureCatalog features, params string[] overrides)
    {
        _features = features;
        var loaded = BrokerConfig.Load(new BrokerConfigSources { Overrides = overrides });
        Assert.Empty(loaded.Errors);
        _config = loaded.Config!;
        Append(features.BootstrapRecords());
    }

    public MetadataImage Image => _replay.Image;
    public IReadOnlyList<IMetadataRecord> Log => _log;
    public ConfigView Configs => _configs is { } view && ReferenceEquals(view.Configurations, Image.Configurations)
        ? view
        : _configs = new ConfigView(_config, Image.Configurations);

    public ControllerContext Context => new(Image, Configs, this);
    public long NextOffset => _log.Count;

    /// <summary>A fixture with active brokers 1 to <paramref name="count"/>.</summary>
    public static Fixture WithBrokers(int count, params string[] overrides)
    {
        var fixture = new Fixture(overrides);
        for (var id = 1; id <= count; id++) fixture.StartBroker(id);
        return fixture;
    }

    public MetadataChange Append(IReadOnlyList<IMetadataRecord> records)
    {
        var read = records.Select(record =>
        {
            Assert.True(MetadataFrame.TryRead(MetadataFrame.ToBytes(record), out var copy, out var problem), problem);
            return copy;
        }).ToList();
        _log.AddRange(read);
        return _replay.Apply(read, _log.Count - 1, 1);
    }

    public BrokerRegistrationResponse Register(
        int id, Uuid incarnation, string? rack = null, bool isPreviousAlive = false, FeatureCatalog? features = null)
    {
        var request = new BrokerRegistrationRequest
        {
            BrokerId = id,
            ClusterId = ClusterId,
            IncarnationId = incarnation,
            Listeners = [new() { Name = "PLAINTEXT", Host = "localhost", Port = (ushort)(9091 + id) }],
            Features = (features ?? _features).Supported(),
            Rack = rack,
            LogDirs = [new Uuid(7, id)],
        };
        return Apply(BrokerRegistration.Register(request, Context, ClusterId, NextOffset, isPreviousAlive));
    }

    public void StartBroker(int id, string? rack = null, FeatureCatalog? features = null)
    {
        Assert.Equal(ErrorCode.None, Register(id, NextUuid(), rack, features: features).ErrorCode);
        Append(BrokerRegistration.Start(Context, id));
    }

    public TResponse Apply<TResponse>(ControllerDecision<TResponse> decision)
    {
        if (decision.Records.Count > 0) Append(decision.Records);
        return decision.Response;
    }

    public CreateTopicsResponse.CreatableTopicResult CreateTopic(
        string name, int partitions = -1, short replicas = -1, params (string, string?)[] configs)
    {
        var topic = new CreateTopicsRequest.CreatableTopic
        {
            Name = name,
            NumPartitions = partitions,
            ReplicationFactor = replicas,
            Configs = [.. configs.Select(pair => new CreateTopicsRequest.CreatableTopicConfig { Name = pair.Item1, Value = pair.Item2 })],
        };
        return Assert.Single(CreateTopics(topic).Topics);
    }

    public CreateTopicsResponse CreateTopics(params CreateTopicsRequest.CreatableTopic[] topics) =>
        Apply(TopicCreation.Decide(new CreateTopicsRequest { Topics = topics }, Context));

    public Uuid NextUuid() => new((long)NextUInt64(), (long)NextUInt64());
    public int Next(int exclusiveMax) => (int)(NextUInt64() % (ulong)exclusiveMax);

    // SplitMix64.
    private ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
