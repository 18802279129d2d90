using Levada.Client;
using Levada.Output;

namespace Levada.Operations;

/// <summary>What a command works with: a cluster that has answered, and a place for results.</summary>
internal sealed record Session(KafkaClient Client, Screen Screen, TimeProvider Time);
