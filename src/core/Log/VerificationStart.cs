using Levada.Protocol;

namespace Levada.Log;

/// <summary>Whether a transactional batch may be appended at once, or its coordinator has to be asked first.</summary>
/// <param name="Error">Why it may not be appended at all, or none.</param>
/// <param name="Guard">0 where the transaction is open here already; else to be given with the append, once the coordinator has agreed.</param>
public readonly record struct VerificationStart(ErrorCode Error, long Guard)
{
    public bool IsNeeded => Guard != 0;
}
