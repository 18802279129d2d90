namespace Levada.Log;

/// <summary>What an acknowledgement promises (<c>levada.durability</c>).</summary>
public enum Durability
{
    /// <summary>The record survives power loss: only flushed records count.</summary>
    Disk,

    /// <summary>The record survives the death of the process: written records count, as in Kafka.</summary>
    PageCache,
}
