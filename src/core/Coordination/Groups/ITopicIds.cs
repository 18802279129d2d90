using Levada.Protocol;

namespace Levada.Coordination.Groups;

/// <summary>Topic names and ids as the metadata image has them.</summary>
public interface ITopicIds
{
    /// <summary>The topic's name; null where no topic has the id.</summary>
    string? NameOf(Uuid topicId);

    /// <summary>The topic's id; zero where no topic has the name.</summary>
    Uuid IdOf(string topicName);
}
