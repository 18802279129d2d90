using Levada.Protocol;

namespace Levada.Replication;

/// <summary>A partition as a session names it: by id from Fetch 13 on, by name before.</summary>
public readonly record struct FetchSessionKey(string Topic, Uuid TopicId, int Partition);
