namespace Levada.Log;

/// <summary>Who wrote a batch: it decides how much is checked.</summary>
public enum AppendOrigin
{
    /// <summary>A producer: everything is checked.</summary>
    Client,

    /// <summary>A coordinator of this cluster: control batches are allowed, sequences are not checked.</summary>
    Coordinator,
}
