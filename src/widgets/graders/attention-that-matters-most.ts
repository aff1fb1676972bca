/** The attention of which layer costs the story most when it writes nothing? */
import { dearestOf } from './dearest-layer.ts';

export default dearestOf('attn_out');
