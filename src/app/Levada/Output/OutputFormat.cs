namespace Levada.Output;

internal enum OutputFormat
{
    Table,
    Json,
}
