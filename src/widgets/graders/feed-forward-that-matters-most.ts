/** Which feed-forward layer costs the story most when it writes nothing? */
import { dearestOf } from './dearest-layer.ts';

export default dearestOf('mlp_out');
