namespace Levada.Protocol.Generator.Schemas;

internal enum MessageKind
{
    Request,
    Response,
    Header,
    Data,
    Metadata,
    Key,
    Value,
}
