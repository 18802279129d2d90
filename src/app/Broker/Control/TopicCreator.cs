using Levada.Metadata.Controller;
using Levada.Protocol;

namespace Levada.Broker.Control;

/// <summary>Creates topics that nobody asked for by CreateTopics: those a client names in Metadata, and the broker's own.</summary>
internal sealed class TopicCreator(ControllerLoop controller, MetadataPublisher metadata)
{
    public static IReadOnlyDictionary<string, ErrorCode> NoFailures { get; } = new Dictionary<string, ErrorCode>();

    public static bool IsValidName(string name) => TopicNames.Check(name) is null;

    /// <summary>Creates the topics that configuration allows to be created.</summary>
    /// <returns>What a client is to be told of those that were not.</returns>
    public async ValueTask<IReadOnlyDictionary<string, ErrorCode>> CreateMissingAsync(
        IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var wanted = names.Where(IsValidName).Where(IsCreatable).ToArray();
        if (wanted.Length == 0) return NoFailures;
        var response = await controller.DecideAsync(state => TopicCreation.Decide(AutoCreation.Request(wanted, state.Configs.Broker), state), cancellationToken);
        var failures = new Dictionary<string, ErrorCode>(StringComparer.Ordinal);
        foreach (var topic in response.Topics)
        {
            if (topic.ErrorCode is not (ErrorCode.None or ErrorCode.TopicAlreadyExists)) failures.Add(topic.Name, topic.ErrorCode);
        }

        return failures;
    }

    /// <summary>Creates a coordinator's topic unless it is there.</summary>
    public async ValueTask<ErrorCode> EnsureInternalAsync(string name, CancellationToken cancellationToken)
    {
        if (metadata.Image.Topics.Find(name) is not null) return ErrorCode.None;
        var response = await controller.DecideAsync(state => TopicCreation.Decide(AutoCreation.Request([name], state.Configs.Broker), state), cancellationToken);
        return response.Topics is [{ ErrorCode: not ErrorCode.TopicAlreadyExists } result] ? result.ErrorCode : ErrorCode.None;
    }

    /// <summary>Creates a topic for dead letters unless it is there. Whether it may be is the caller's to know.</summary>
    public async ValueTask<ErrorCode> EnsureDeadLetterTopicAsync(string name, CancellationToken cancellationToken)
    {
        var response = await controller.DecideAsync(state => TopicCreation.Decide(AutoCreation.DeadLetterRequest(name), state), cancellationToken);
        return response.Topics is [{ ErrorCode: not ErrorCode.TopicAlreadyExists } result] ? result.ErrorCode : ErrorCode.None;
    }

    private bool IsCreatable(string name) => TopicNames.IsInternal(name) || metadata.Configs.Broker.IsTopicAutoCreated;
}
