namespace Levada.Metadata.Configs;

public enum ShareOffsetResetKind
{
    Latest,
    Earliest,
    ByDuration,
}
